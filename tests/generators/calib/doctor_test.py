"""`calib doctor` on the profile of a short run of this machine, and on copies that say something else."""

import json
import unittest

from calibrated import Calibrated, calib, interrupted

# Of a machine as noisy as those of tests nothing but a factor is certain.
QUICK = ["--time-budget", "3", "--threshold", "400"]


class Doctor(Calibrated):
    def changed(self, name, change):
        profile = json.loads(self.profile.read_text())
        change(profile)
        path = self.path(name)
        path.write_text(json.dumps(profile))
        return path

    def test_the_machine_that_was_just_measured_is_described(self):
        result = calib("doctor", self.profile, *QUICK)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("host still describes this machine", result.stdout)
        self.assertRegex(result.stdout, r"own_naive_1t_warm +\d+ +\d\.\d+")

    def test_latencies_of_another_machine_are_drift(self):
        def slower(profile):
            for table in profile["tables"]:
                table["latency_s"] = [100 * latency for latency in table["latency_s"]]
                if "measurements" in table:
                    table["measurements"]["latency_s"] = [100 * x for x in table["measurements"]["latency_s"]]
                table.pop("wall_latency_s", None)

        result = calib("doctor", self.changed("slower.json", slower), *QUICK, "--json")
        self.assertEqual(result.returncode, 4, result.stdout + result.stderr)
        found = json.loads(result.stdout)
        self.assertTrue(all(setting["drifted"] for setting in found["settings"]))
        self.assertEqual(found["changed"], [])

    def test_a_library_or_a_processor_that_changed_is_told(self):
        def older(profile):
            profile["settings"][0]["version"] = "0.0"
            profile["machine"]["cpu"] = "Another CPU"

        result = calib("doctor", self.changed("older.json", older), *QUICK)
        self.assertEqual(result.returncode, 4, result.stdout + result.stderr)
        self.assertIn("changed: the processor: Another CPU then", result.stdout)
        self.assertRegex(result.stdout, r"changed: the version of own_\w+: 0\.0 then")

    def test_what_is_interrupted_says_so_by_its_status(self):
        for command in ("doctor", "validate ops"):
            with self.subTest(command=command):
                self.assertEqual(interrupted(*command.split(), self.profile, "--time-budget", "60"), 130)

    def test_a_profile_of_no_library_here_is_refused(self):
        result = calib("doctor", "nvidia_t4", *QUICK)
        self.assertEqual(result.returncode, 2)
        self.assertIn("nothing to validate", result.stderr)


if __name__ == "__main__":
    unittest.main()
