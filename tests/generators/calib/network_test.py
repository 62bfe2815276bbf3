"""`calib estimate PROFILE NETWORK` and `calib network`."""

import csv
import io
import json
import unittest

from calibrated import calib

I7 = ["estimate", "intel_i7_12700k"]
OR_ROOFLINE = ["--fallback", "roofline"]


class Network(unittest.TestCase):
    def test_an_estimate_gives_before_and_after_and_the_heaviest_layers(self):
        result = calib(*I7, "bert_base", *OR_ROOFLINE)
        self.assertEqual(result.returncode, 0, result.stderr)
        for line in ["bert_base batch=1 seq_len=128 on intel_i7_12700k", "datasheet at 20.0 %", "roofline",
                     "calibrated", "more (--all)", "What would help most"]:
            self.assertIn(line, result.stdout)

    def test_json_adds_up(self):
        result = calib(*I7, "bert_base", *OR_ROOFLINE, "--batch", "4", "--size", "seq_len=64", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        self.assertEqual(found["sizes"], "batch=4 seq_len=64")
        self.assertAlmostEqual(sum(step["share"] for step in found["steps"]), 1)
        self.assertAlmostEqual(sum(step["latency_s"] for step in found["steps"]), found["latency_s"])
        self.assertLess(found["before"]["roofline_s"], found["latency_s"])

    def test_csv_has_a_line_for_each_step(self):
        found = json.loads(calib(*I7, "bert_base", *OR_ROOFLINE, "--json").stdout)
        rows = list(csv.DictReader(io.StringIO(calib(*I7, "bert_base", *OR_ROOFLINE, "--csv").stdout)))
        self.assertEqual([row["layer"] for row in rows], [step["layer"] for step in found["steps"]])

    def test_a_layer_without_a_table_is_named(self):
        result = calib(*I7, "bert_base")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("layer ", result.stderr)
        self.assertIn("has no table of", result.stderr)

    def test_names_that_are_near_are_suggested(self):
        result = calib(*I7, "bert_bas")
        self.assertEqual(result.returncode, 2)
        self.assertIn("did you mean bert_base?", result.stderr)
        self.assertEqual(calib("network", "show", "brt_base").returncode, 2)

    def test_a_symbol_that_is_not_there_is_told_with_those_that_are(self):
        result = calib(*I7, "bert_base", "--size", "kv_len=3", *OR_ROOFLINE)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("it has batch, seq_len", result.stderr)

    def test_several_profiles_are_compared_and_the_network_spread_over_them(self):
        result = calib(*I7, "bert_base", *OR_ROOFLINE, "--profile", "nvidia_h100_sxm", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        alone = [device["latency_s"] for device in found["devices"]]
        self.assertEqual(len(alone), 2)
        self.assertLessEqual(found["best"]["latency_s"], min(alone) * (1 + 1e-9))
        self.assertEqual(sum(device["fastest_in"] for device in found["devices"]), found["parts"])

    def test_network_list_show_and_diff(self):
        listed = calib("network", "list")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("bert_base", listed.stdout)
        shown = calib("network", "show", "bert_base")
        self.assertIn("109.482 M parameters", shown.stdout)
        self.assertEqual(calib("network", "diff", "bert_base", "bert_base").stdout, "The same work.\n")
        self.assertIn("linear", calib("network", "diff", "bert_base", "bert_large").stdout)


if __name__ == "__main__":
    unittest.main()
