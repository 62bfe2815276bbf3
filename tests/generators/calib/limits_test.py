"""`calib` on a part of a machine: an affinity, kinds of cores, NUMA nodes."""

import json
import os
import pathlib
import re
import tempfile
import unittest

import jsonschema

from calibrated import SCHEMA, calib

PLAN = ["run", "--dry-run", "--ops", "copy", "--precision", "f32", "--backend", "own_stream"]
RUN = ["run", "--ops", "copy", "--precision", "f32", "--backend", "own_stream", "--time-budget", "1"]

# Two cores of one CPU each, the first a performance core, as hwloc reads a machine from a file.
CORE = """<object type="Core" os_index="{cpu}" cpuset="{set}" complete_cpuset="{set}" nodeset="0x1"
  complete_nodeset="0x1" gp_index="{core_id}"><object type="PU" os_index="{cpu}" cpuset="{set}" complete_cpuset="{set}"
  nodeset="0x1" complete_nodeset="0x1" gp_index="{cpu_id}"/></object>"""
HYBRID = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE topology SYSTEM "hwloc2.dtd">
<topology version="2.0">
<object type="Machine" os_index="0" cpuset="0x3" complete_cpuset="0x3" allowed_cpuset="0x3" nodeset="0x1"
  complete_nodeset="0x1" allowed_nodeset="0x1" gp_index="1">
<object type="NUMANode" os_index="0" cpuset="0x3" complete_cpuset="0x3" nodeset="0x1" complete_nodeset="0x1"
  gp_index="2" local_memory="8589934592"/>
""" + CORE.format(cpu=0, set="0x1", core_id=3, cpu_id=4) + CORE.format(cpu=1, set="0x2", core_id=5, cpu_id=6) + """
</object>
<cpukind cpuset="0x2" forced_efficiency="0"><info name="CoreType" value="IntelAtom"/></cpukind>
<cpukind cpuset="0x1" forced_efficiency="1"><info name="CoreType" value="IntelCore"/></cpukind>
</topology>
"""


def settings(result):
    """The settings that a plan prints."""
    return set(re.findall(r"own_stream_\w+", result.stdout))


class Affinity(unittest.TestCase):
    def setUp(self):
        self.cpu = max(os.sched_getaffinity(0))

    def test_detect_says_what_may_be_used(self):
        found = json.loads(calib("detect", "--json", cpus={self.cpu}).stdout)
        self.assertEqual(found["affinity"], f"CPUs {self.cpu}")
        self.assertEqual(found["all threads"], f"1 thread, CPUs {self.cpu}")

    def test_all_threads_are_those_that_the_process_may_use(self):
        result = calib(*PLAN, "--threads", "all", cpus={self.cpu})
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual({name.split("_")[2] for name in settings(result)}, {"1t"})

    def test_more_threads_than_cores_are_refused(self):
        result = calib(*PLAN, "--threads", "2", cpus={self.cpu})
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, rf"this process may use 1 .*core \(its affinity: CPUs {self.cpu}\)")
        self.assertIn("give at most 1", result.stderr)

    def test_a_profile_says_where_it_was_measured(self):
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "bound.json"
            result = calib(*RUN, "--threads", "all", "-o", output, cpus={self.cpu})
            self.assertEqual(result.returncode, 0, result.stderr)
            profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual(profile["measured_on"]["cpus"], str(self.cpu))
        self.assertEqual(profile["measured_on"]["cores"], 1)
        self.assertEqual({setting["threads"] for setting in profile["settings"]}, {1})


@unittest.skipUnless({0, 1} <= os.sched_getaffinity(0), "the machines made up here have CPUs 0 and 1")
class MadeUpMachines(unittest.TestCase):
    """Machines that hwloc takes this one for."""

    @classmethod
    def setUpClass(cls):
        if "from hwloc" not in json.loads(calib("detect", "--json").stdout)["cores"]:
            raise unittest.SkipTest("built without hwloc")
        cls.folder = tempfile.TemporaryDirectory()
        description = pathlib.Path(cls.folder.name) / "hybrid.xml"
        description.write_text(HYBRID)
        cls.hybrid = {"HWLOC_XMLFILE": str(description), "HWLOC_THISSYSTEM": "1"}
        cls.two_nodes = {"HWLOC_SYNTHETIC": "node:2 core:1 pu:1", "HWLOC_THISSYSTEM": "1"}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_fastest_kind_of_cores_is_measured_and_named(self):
        found = json.loads(calib("detect", "--json", environment=self.hybrid).stdout)
        self.assertRegex(found["core kind performance"], "^1 core, CPUs 0.*, measured$")
        self.assertRegex(found["core kind efficiency"], "^1 core, CPUs 1")
        output = pathlib.Path(self.folder.name) / "hybrid.json"
        result = calib(*RUN, "--threads", "all", "-o", output, environment=self.hybrid)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("measured on: performance cores", result.stdout)
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual(profile["default_setting"], "own_stream_1t_performance_warm")
        self.assertEqual(profile["settings"][0]["core_kind"], "performance")
        self.assertEqual(profile["measured_on"]["core_kind"], "performance")
        self.assertEqual([kind["name"] for kind in profile["machine"]["core_kinds"]], ["performance", "efficiency"])

    def test_another_kind_is_measured_by_name_or_number(self):
        for kind in ["efficiency", "1"]:
            result = calib(*PLAN, "--core-kind", kind, environment=self.hybrid)
            self.assertEqual(settings(result), {"own_stream_1t_efficiency_warm"}, result.stderr)

    def test_a_kind_that_there_is_not_or_that_is_not_allowed_is_refused(self):
        for kind, cpus, message in [("fast", {0, 1}, "name one of performance (CPUs 0), efficiency (CPUs 1)"),
                                    ("performance", {1}, "this process may use CPUs 1 only")]:
            result = calib(*PLAN, "--core-kind", kind, cpus=cpus, environment=self.hybrid)
            self.assertEqual(result.returncode, 2)
            self.assertIn(message, result.stderr)

    def test_threads_stay_on_one_node_or_are_warned_of(self):
        one = calib(*PLAN, "--threads", "all", environment=self.two_nodes)
        self.assertEqual(settings(one), {"own_stream_1t_warm"}, one.stderr)
        two = calib(*PLAN, "--threads", "2", environment=self.two_nodes)
        self.assertEqual(settings(two), {"own_stream_2t_warm"}, two.stderr)
        self.assertRegex(two.stderr, "2 threads are more than the 1 core of NUMA node [01]")


if __name__ == "__main__":
    unittest.main()
