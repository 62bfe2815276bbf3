"""`calib estimate PROFILE NETWORK` and `calib network`."""

import csv
import io
import json
import pathlib
import sys
import tempfile
import unittest

from calibrated import calib

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from onnx_model import model, node, tensor  # noqa: E402

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

    def test_dispatch_is_told_with_where_it_is_known_from(self):
        def dispatch(profile, network, *more):
            return json.loads(calib("estimate", profile, network, "--json", *more).stdout)["dispatch"]

        stated = dispatch("amd_epyc_genoa_2c", "resnet18", *OR_ROOFLINE)
        self.assertTrue(stated["is_stated"])
        self.assertTrue(0 < stated["share"] < 1)
        imported = dispatch("intel_i7_12700k", "bert_base", *OR_ROOFLINE)
        self.assertFalse(imported["is_stated"])
        self.assertGreater(imported["calls"], 12)
        self.assertIsNone(dispatch("google_tpu_v5e", "llama_7b_decode"))
        text = calib(*I7, "bert_base", *OR_ROOFLINE).stdout
        self.assertRegex(text, r"dispatch: at most \d.* % \(\d+ calls; the setting's smallest that was measured took ")
        self.assertIn("dispatch: unknown", calib("estimate", "google_tpu_v5e", "llama_7b_decode").stdout)

    def test_another_precision_moves_fewer_bytes(self):
        def moved(precision):
            found = json.loads(calib("estimate", "amd_instinct_mi300x", "densenet121", "--precision", precision,
                                     "--json").stdout)
            return found["bytes"]

        self.assertAlmostEqual(moved("f32") / moved("bf16"), 2)
        weights_only = calib("estimate", "nvidia_h100_sxm", "llama_7b_decode", "--precision", "w4a16", *OR_ROOFLINE)
        self.assertEqual(weights_only.returncode, 0, weights_only.stderr)

    def test_show_says_what_each_setting_absorbs(self):
        self.assertRegex(calib("show", "intel_i7_12700k").stdout,
                         r"(?m)^ *pytorch_12t_warm +batch_norm, bias, relu, clip, gelu, silu, hardswish$")
        self.assertRegex(calib("show", "intel_i7_12700k").stdout, r"(?m)^ *numpy_12t_warm +-$")
        self.assertIn("no setting says what it absorbs", calib("show", "nvidia_t4").stdout)
        settings = json.loads(calib("show", "intel_i7_12700k", "--json").stdout)["settings"]
        self.assertIn("gelu", settings[1]["absorbs"])

    def test_csv_has_a_line_for_each_step(self):
        found = json.loads(calib(*I7, "bert_base", *OR_ROOFLINE, "--json").stdout)
        rows = list(csv.DictReader(io.StringIO(calib(*I7, "bert_base", *OR_ROOFLINE, "--csv").stdout)))
        self.assertEqual([row["layer"] for row in rows], [step["layer"] for step in found["steps"]])

    def test_an_unknown_error_is_an_empty_cell(self):
        rows = list(csv.DictReader(io.StringIO(calib(*I7, "bert_base", *OR_ROOFLINE, "--csv").stdout)))
        unknown = [row for row in rows if row["source"] == "roofline"]
        self.assertTrue(unknown)
        for row in unknown:
            self.assertEqual((row["error_median"], row["error_p95"]), ("", ""))

    def test_a_network_that_no_table_answers_has_no_dispatch(self):
        text = calib("estimate", "google_tpu_v5e", "llama_7b_decode").stdout
        self.assertIn("dispatch: unknown (no table answered)", text)

    def test_a_fallback_on_a_setting_that_is_not_there_is_refused_where_it_is_not_needed(self):
        result = calib(*I7, "bert_base", *OR_ROOFLINE, "--fallback", "other_setting=nope")
        self.assertEqual(result.returncode, 2)
        self.assertIn('has no setting "nope"; name one of ', result.stderr)

    def test_a_layer_without_a_table_is_named(self):
        result = calib(*I7, "bert_base")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("layer ", result.stderr)
        self.assertIn("has no table of", result.stderr)

    def test_names_that_are_near_are_suggested(self):
        result = calib(*I7, "bert_bas")
        self.assertEqual(result.returncode, 2)
        self.assertIn("did you mean bert_base?", result.stderr)
        self.assertIn("did you mean bert_base or bert_large?", calib(*I7, "bert").stderr)
        self.assertIn("did you mean intel_i7_12700k?", calib("estimate", "intel_i7_12700", "bert_base").stderr)
        self.assertIn("did you mean nvidia_h200_", calib("estimate", "nvidia_h200", "bert_base").stderr)
        self.assertIn("did you mean nvidia_t4?", calib("estimate", "NVIDIA_T4", "bert_base").stderr)
        self.assertEqual(calib("network", "show", "brt_base").returncode, 2)

    def test_mistakes_are_told_with_what_to_do(self):
        for arguments, text in [
                (["estimate", "bert_base", "intel_i7_12700k"], "'intel_i7_12700k' is a profile: name it first"),
                (["show", "bert_base"], "'bert_base' is a network, and this is the place of a profile"),
                (["network", "show", "nvidia_t4"], "'nvidia_t4' is a profile, and this is the place of a network"),
                ([*I7, "bert_base", "--batch", "0"], "--batch: '0' is no whole number above 0"),
                ([*I7, "bert_base", "--batch", "-2"], "--batch: '-2' is no whole number above 0"),
                ([*I7, "bert_base", "--batch", "1.5"], "--batch: '1.5' is no whole number above 0"),
                ([*I7, "bert_base", "--size", "seq_len=0"], "symbol seq_len is 0: give a size of at least 1"),
                ([*I7, "bert_base", "--size", "seq_len"], "as in --size seq_len=128"),
                ([*I7, "bert_base", "--size", "seq_len=2", "--size", "seq_len=3"], "seq_len is given twice"),
                ([*I7, "bert_base", "--size", "batch=2", "--batch", "3"], "batch is given twice"),
                ([*I7, "gemm", "m=1024", "n=1024", "k=1024", "--batch", "2"], "--batch: only networks take it"),
                ([*I7, "bert_base", "--link", "1e9"], "--link: it is between profiles"),
                ([*I7, "bert_base", "--efficiency", "nan"], "'nan' is no number from 0.001 to 1"),
                ([*I7, "bert_base", "--batch", "0"], "no whole number above 0"),
                ([*I7, "bert_base", "m=4"], "a network takes --batch and --size"),
                ([*I7, "./noext"], "the name of a network's file ends in .json, and that of a model in .onnx"),
                ([*I7, "nothing_like_it"], "`calib network list` prints the networks")]:
            result = calib(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(text, result.stderr)

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

    def test_a_dimension_that_no_symbol_describes_is_fixed_where_the_model_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "joined.onnx"
            file.write_bytes(model([node("Concat", ["x", "y"], "joined", axis=1), node("Relu", ["joined"], "out")],
                                   [tensor("x", ["N", "S"]), tensor("y", ["N", 3])], tensor("out", ["N", "T"])))
            refused = calib("estimate", "amd_epyc_genoa_2c", file, *OR_ROOFLINE)
            self.assertEqual(refused.returncode, 5)
            self.assertIn("fix it with --size S=N", refused.stderr)
            fixed = calib("estimate", "amd_epyc_genoa_2c", file, *OR_ROOFLINE, "--size", "S=5", "--batch", "2",
                          "--json")
            self.assertEqual(fixed.returncode, 0, fixed.stderr)
            self.assertEqual(json.loads(fixed.stdout)["steps"][1]["shape"], "elements=16")

    def test_notes_on_a_model_are_for_those_who_want_them(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "small.ONNX"
            file.write_bytes(model([node("Relu", ["x"], "out")], [tensor("x", ["N", "S"])], tensor("out", ["N", "S"])))
            page = pathlib.Path(folder) / "page.html"
            for words in (["estimate", "amd_epyc_genoa_2c", file, *OR_ROOFLINE], ["network", "show", file],
                          ["report", "amd_epyc_genoa_2c", "--network", file, *OR_ROOFLINE, "-o", page]):
                told, quiet = calib(*words), calib(*words, "-q")
                self.assertEqual((told.returncode, quiet.returncode), (0, 0), told.stderr)
                self.assertIn("the open size S is", told.stderr)
                self.assertEqual(quiet.stderr, "")

    def test_a_batch_that_can_hardly_be_larger_is_told_as_such(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "relu.onnx"
            file.write_bytes(model([node("Relu", ["x"], "out")], [tensor("x", ["N", 1 << 17])],
                                   tensor("out", ["N", 1 << 17])))
            for batch, status in ((1 << 32, 0), (1 << 34, 5)):  # no symbol describes the first, as it cannot be doubled
                result = calib("estimate", "amd_epyc_genoa_2c", file, *OR_ROOFLINE, "--batch", str(batch))
                self.assertEqual(result.returncode, status, result.stderr)
                self.assertIn("multiply to more than 2^53 bytes: give smaller ones", result.stderr)

    def test_costs_and_shapes_of_custom_operators_are_given_once(self):
        with tempfile.TemporaryDirectory() as folder:
            file, costs, made = (pathlib.Path(folder) / name for name in ("own.onnx", "costs.txt", "own.json"))
            file.write_bytes(model([node("Magic", ["x"], "a"), node("Relu", ["a"], "out")], [tensor("x", ["N", 8])],
                                   tensor("out", ["N", 16])))
            costs.write_text("# of one execution\n\nMagic=1000:500  # measured\n")
            shape = ["--shape", "a=N,16"]
            result = calib("network", "import", file, "--op-cost", costs, *shape, "-o", made)
            self.assertEqual(result.returncode, 0, result.stderr)
            sizes = [layer["sizes"] for layer in json.loads(made.read_text())["layers"]]
            self.assertEqual(sizes, [{"flops": 1000, "bytes": 500}, {"elements": "16*batch"}])
            for dimension in ("N", "batch"):  # in the file, and in the network
                made.unlink()
                result = calib("network", "import", file, "--op-cost", f"Magic=10*{dimension}:5", "--shape",
                               f"a={dimension},16", "-o", made)
                self.assertEqual(result.returncode, 0, result.stderr)
                sizes = [layer["sizes"] for layer in json.loads(made.read_text())["layers"]]
                self.assertEqual(sizes, [{"flops": "10*batch", "bytes": 5}, {"elements": "16*batch"}])
            made.unlink()
            for options, text in [
                    (["--op-cost", costs, "--op-cost", "Magic=1:2", *shape], "--op-cost: Magic is given twice"),
                    (["--op-cost", costs, *shape, *shape], "--shape: a is given twice"),
                    (["--op-cost", costs, *shape, "--size", "N=2", "--size", "N=3"], "--size: N is given twice"),
                    (["--op-cost", costs, *shape, "--size", "N=0"], "give a size of at least 1"),
                    (["--op-cost", "nowhere.txt", *shape], "name a file of such lines")]:
                refused = calib("network", "import", file, *options, "-o", made)
                self.assertEqual(refused.returncode, 2, options)
                self.assertIn(text, refused.stderr)
                self.assertFalse(made.exists())

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
