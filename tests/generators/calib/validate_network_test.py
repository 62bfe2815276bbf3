"""`calib validate network`: networks that oneDNN runs in the program, and networks that an engine runs."""

import json
import os
import pathlib
import tempfile
import unittest

from calibrated import calib, interrupted

FAKE = os.environ["CALIB_FAKE_ENGINE"]
NET = {
    "schema": 1, "id": "tiny", "name": "tiny", "source": {"name": "test"}, "precision": "f32",
    "symbols": [{"name": "batch", "usual": 1}], "inputs": [{"name": "image", "elements": "768*batch"}],
    "layers": [
        {"name": "conv1", "operation": "conv2d",
         "sizes": {"batch": "batch", "in_channels": 3, "in_h": 16, "in_w": 16, "out_channels": 16, "kernel_h": 3,
                   "kernel_w": 3, "pad": 1},
         "inputs": ["image"], "output": "4096*batch"},
        {"name": "relu1", "operation": "relu", "sizes": {"elements": "4096*batch"}, "inputs": ["conv1"],
         "output": "4096*batch"},
        {"name": "fc", "operation": "linear", "sizes": {"m": "batch", "n": 10, "k": 4096}, "inputs": ["relu1"],
         "output": "10*batch"},
    ],
}
PROFILE = "amd_epyc_genoa_2c"
QUICK = ["--time-budget", "1"]


class WithNetwork(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.net = self.path("tiny.json")
        self.net.write_text(json.dumps(NET))

    def path(self, name):
        return pathlib.Path(self.folder.name) / name


class InThisProcess(WithNetwork):
    def test_its_steps_are_those_of_the_estimate(self):
        result = calib("validate", "network", PROFILE, self.net, *QUICK, "--batch", "2", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        (found,) = json.loads(result.stdout)["networks"]
        self.assertEqual([step["name"] for step in found["steps"]], ["conv1", "fc"])
        self.assertEqual([step["layers"] for step in found["steps"]], [2, 1])
        self.assertTrue(all(step["measured_s"] > 0 for step in found["steps"]))
        self.assertEqual(found["sizes"], "batch=2")
        self.assertIn("onednn", found["executed_by"])
        self.assertAlmostEqual(sum(part["measured_s"] for part in found["gap"]), found["measured_s"])
        self.assertAlmostEqual(sum(part["estimated_s"] for part in found["gap"]), found["estimated_s"])
        # The linear layer wants dense rows of what the convolution left in blocks.
        self.assertGreater({part["part"]: part["measured_s"] for part in found["gap"]}["reorders between layouts"], 0)

    def test_an_interrupted_one_says_so_by_its_status(self):
        self.assertEqual(interrupted("validate", "network", PROFILE, self.net, "--time-budget", "60"), 130)

    def test_several_are_summed_up_and_held_to_a_threshold(self):
        result = calib("validate", "network", PROFILE, self.net, self.net, *QUICK, "--threshold", "0.0001")
        self.assertEqual(result.returncode, 4, result.stderr)
        self.assertIn("2 networks: mean error", result.stdout)
        self.assertIn("between the nodes", result.stdout)

    def test_a_sum_of_warm_calls_is_told(self):
        result = calib("validate", "network", PROFILE, self.net, *QUICK)
        self.assertIn("was measured with warm caches", result.stderr)

    def test_what_has_no_setting_or_engine_is_refused(self):
        result = calib("validate", "network", "nvidia_t4", self.net)
        self.assertEqual(result.returncode, 2)
        self.assertIn("has no setting of onednn", result.stderr)
        result = calib("validate", "network", PROFILE, self.net, "--engine", f"{FAKE} good")
        self.assertEqual(result.returncode, 2)
        self.assertIn("has no setting of fake", result.stderr)
        result = calib("validate", "network", PROFILE, self.net, "--engine", f"{FAKE} good", "--setting",
                       "onednn_1t_warm")
        self.assertEqual(result.returncode, 2)
        self.assertIn("an engine's networks are compared with tables of its own", result.stderr)
        result = calib("validate", "network", PROFILE, self.net, "--setting", "own_tiled_1t_warm", "--fallback",
                       "other_setting=onednn_1t_warm")
        self.assertEqual(result.returncode, 2)
        self.assertIn("executes operations, and no networks", result.stderr)

    def test_what_does_not_fit_into_memory_is_refused(self):
        result = calib("validate", "network", PROFILE, self.net, "--batch", "100000000", *QUICK)
        self.assertEqual(result.returncode, 2)
        self.assertIn("MiB that may be used", result.stderr)


class ByAnEngine(WithNetwork):
    def setUp(self):
        super().setUp()
        self.profile = self.path("fake.json")
        measured = calib("run", "--precision", "f32", "--company", "1", "--time-budget", "2", "--ops", "gemm",
                         "--engine", f"{FAKE} good", "-o", self.profile)
        self.assertEqual(measured.returncode, 0, measured.stderr)

    def validate(self, network, mode="good", *more):
        return calib("validate", "network", self.profile, network, "--engine", f"{FAKE} {mode}", "--fallback",
                     "roofline", *QUICK, *more)

    def test_its_nodes_are_parts_of_steps(self):
        result = self.validate(self.net, "good", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        (found,) = json.loads(result.stdout)["networks"]
        self.assertEqual([step["name"] for step in found["steps"]], ["conv1", "fc"])  # it absorbs the ReLU
        self.assertGreater(found["steps"][0]["measured_s"], 0)
        self.assertIsNone(found["steps"][1]["measured_s"])
        self.assertIn("fake 2.5", found["executed_by"])

    def test_a_network_it_does_not_know_is_refused_in_its_words(self):
        other = self.path("other.json")
        other.write_text(json.dumps({**NET, "id": "other"}))
        result = self.validate(other)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("no such network", result.stderr)

    def test_one_that_ends_is_an_error_that_quotes_it(self):
        result = self.validate(self.net, "crash network")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("about to fail", result.stderr)


if __name__ == "__main__":
    unittest.main()
