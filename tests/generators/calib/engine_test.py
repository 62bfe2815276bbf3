"""`calib run --engine` on the fake engine: what becomes of companies that it executes, refuses or does not survive."""

import json
import os
import pathlib
import tempfile
import unittest

import jsonschema

from calibrated import SCHEMA, calib

FAKE = os.environ["CALIB_FAKE_ENGINE"]
RUN = ["run", "--precision", "f32", "--company", "1", "--time-budget", "2"]


class Engine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.output = pathlib.Path(self.folder.name) / "fake.json"

    def run_on(self, mode, *more):
        return calib(*RUN, "--engine", f"{FAKE} {mode}", "-o", str(self.output), *more)

    def test_its_companies_become_tables(self):
        result = self.run_on("good", "--ops", "gemm")
        self.assertEqual(result.returncode, 0, result.stderr)
        profile = json.loads(self.output.read_text())
        jsonschema.validate(profile, SCHEMA)
        (setting,) = profile["settings"]
        self.assertEqual(setting["id"], "fake_1t_network_1mb")
        self.assertEqual((setting["backend"], setting["version"]), ("fake", "2.5"))
        self.assertEqual((setting["cache"], setting["company_bytes"]), ("network", 1 << 20))
        self.assertEqual(setting["absorbs"], ["bias", "relu"])
        self.assertEqual([table["operation"] for table in profile["tables"]], ["gemm"])

    def test_a_plan_and_a_list_are_of_the_engine(self):
        listed = self.run_on("good", "--list")
        self.assertEqual({line.split()[0] for line in listed.stdout.splitlines()}, {"fake"})
        planned = self.run_on("good", "--dry-run")
        self.assertIn("fake_1t_network_1mb", planned.stdout)
        self.assertFalse(self.output.exists())

    def test_a_wrong_result_leaves_the_table_out(self):
        result = self.run_on("wrong_result check", "--ops", "gemm")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("wrong result", result.stderr)

    def test_one_that_crashes_in_every_company_gives_no_table(self):
        result = self.run_on("crash", "--ops", "gemm")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("no table", result.stderr)
        self.assertFalse(self.output.exists())

    def test_one_that_does_not_start_is_a_wrong_option(self):
        result = calib(*RUN, "--engine", "no_such_engine_anywhere", "-o", str(self.output))
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("no_such_engine_anywhere", result.stderr)

    def test_warm_ones_are_said_to_need_network(self):
        result = calib("run", "--engine", f"{FAKE} good", "--cache", "warm")
        self.assertEqual(result.returncode, 2)
        self.assertIn("an engine executes whole companies", result.stderr)


if __name__ == "__main__":
    unittest.main()
