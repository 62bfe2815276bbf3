"""What `calib` does with a profile of this machine, and what it knows without one."""

import json
import unittest

import jsonschema

from calibrated import SCHEMA, Calibrated, calib


class Profile(Calibrated):
    def test_validate_measures_fresh_shapes_and_keeps_them_as_import_reads_them(self):
        kept = self.path("fresh")
        result = calib("-q", "validate", "ops", self.profile, "--count", "6", "--ops", "gemm", "--keep", kept, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        [table] = json.loads(result.stdout)["tables"]
        self.assertEqual((table["operation"], table["setting"], table["n"]), ("gemm", "own_naive_1t_warm", 6))
        rows = kept / "own_naive_1t_warm_gemm_f32.csv"
        judged = calib("evaluate", self.profile, rows, "--op", "gemm", "--setting", "own_naive_1t_warm", "--json")
        self.assertAlmostEqual(json.loads(judged.stdout)["mape"], table["mape"], places=3)

    def test_validate_draws_as_many_shapes_as_there_is_time_to_measure(self):
        result = calib("validate", "ops", self.profile, "--ops", "gemm", "--time-budget", "0.5", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("measuring 5 shapes for 1 tables", result.stderr)

    def test_numbers_that_must_be_positive_are_refused_in_words(self):
        for number in ["0", "-3", "few"]:
            result = calib("validate", "ops", self.profile, "--time-budget", number)
            self.assertEqual(result.returncode, 2)
            self.assertIn(f"'{number}' is no number above 0", result.stderr)

    def test_validate_takes_the_shapes_of_a_file(self):
        shapes = self.path("shapes.csv")
        shapes.write_text("m,n,k\n5,6,7\n33,34,35\n0,1,1\n")
        arguments = ["validate", "ops", self.profile, "--shapes", shapes, "--op", "gemm", "--json"]
        self.assertEqual(calib(*arguments).returncode, 2)
        result = calib(*arguments, "--allow-bad-rows")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["tables"][0]["n"], 2)
        self.assertIn("m is 0: give a size of at least 1; first in line 4", result.stderr)
        self.assertEqual(calib("validate", "ops", self.profile, "--shapes", shapes).returncode, 2)
        nothing = calib("validate", "ops", self.profile, "--ops", "softmax")
        self.assertEqual(nothing.returncode, 2)
        self.assertIn("nothing to validate", nothing.stderr)

    def test_detect_knows_this_machine(self):
        result = calib("detect", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        for fact in ["cpu", "isa", "cores", "memory", "sustained clock", "theoretical peak f32",
                     "measured FMA peak f32", "cycle counters", "hypervisor", "backend openblas", "affinity",
                     "CPU quota", "all threads"]:
            self.assertIn(fact, found)

    def test_show_prints_every_table(self):
        result = calib("show", self.profile)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("gemm", result.stdout)
        self.assertIn("copy", result.stdout)
        flags = {flag for table in json.loads(self.profile.read_text())["tables"] for flag in table["quality"]["flags"]}
        for flag in flags:
            self.assertRegex(result.stdout, rf"(?m)^  {flag} +[a-z]+ ")
        tables = json.loads(calib("show", self.profile, "--json").stdout)["tables"]
        self.assertEqual(len(tables), 4)

    def test_show_lists_what_was_left_out(self):
        self.assertNotIn("left out", calib("show", self.profile).stdout)
        self.assertEqual(json.loads(calib("show", self.profile, "--json").stdout)["left_out"], [])
        profile = json.loads(self.profile.read_text())
        missing = {"setting": "gone_1t_warm", "operation": "dot", "precision": "f64", "reason": "hung: no end"}
        profile["left_out"] = [missing]
        jsonschema.validate(profile, SCHEMA)
        with_gap = self.path("with_gap.json")
        with_gap.write_text(json.dumps(profile))
        self.assertRegex(calib("show", with_gap).stdout, r"(?m)^ *gone_1t_warm +dot +f64 +hung: no end$")
        self.assertEqual(json.loads(calib("show", with_gap, "--json").stdout)["left_out"], [missing])

    def test_the_header_of_a_profile_depends_neither_on_what_was_left_out_nor_on_the_history(self):
        profile = json.loads(self.profile.read_text())
        del profile["history"]
        profile["left_out"] = [{"setting": "gone_1t_warm", "operation": "dot", "precision": "f64", "reason": "hung"}]
        with_gap = self.path("with_gap_too.json")
        with_gap.write_text(json.dumps(profile))
        self.assertEqual(calib("header", with_gap).stdout, calib("header", self.profile).stdout)

    def test_show_finds_shipped_profiles_and_lists_them(self):
        self.assertEqual(calib("show", "intel_i7_12700k").returncode, 0)
        result = calib("show", "no_such_profile")
        self.assertEqual(result.returncode, 2)
        self.assertIn("intel_i7_12700k", result.stderr)

    def test_a_datasheet_answers_by_its_roofline(self):
        altra = self.path("altra.json")
        self.assertEqual(calib("datasheet", "ampere-altra", "-o", altra).returncode, 0)
        answer = calib("estimate", altra, "gemm", "m=2048", "n=2048", "k=2048", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        found = json.loads(answer.stdout)
        self.assertEqual(found["source"], "roofline")
        self.assertAlmostEqual(found["flops_per_s"], 3.84e12, delta=1)
        self.assertIn("Altra", calib("show", altra).stdout)
        self.assertEqual(json.loads(calib("show", altra, "--json").stdout)["tables"], [])
        unknown = calib("datasheet", "no_such", "-o", self.path("none.json"))
        self.assertEqual(unknown.returncode, 2)
        self.assertIn("ampere-altra", unknown.stderr)

    def test_an_invalid_profile_is_named_with_its_place(self):
        broken = json.loads(self.profile.read_text())
        broken["tables"][0]["latency_s"][0] = -1
        self.path("broken.json").write_text(json.dumps(broken))
        result = calib("show", self.path("broken.json"))
        self.assertEqual(result.returncode, 5)
        self.assertIn("/tables/0/latency_s/0", result.stderr)

    def test_compare_agrees_with_itself_and_sees_a_change(self):
        self.assertEqual(calib("compare", self.profile, self.profile, "--threshold", "0.001").returncode, 0)
        slower = json.loads(self.profile.read_text())
        for table in slower["tables"]:
            for measured in (table, table.get("measurements", {"latency_s": []})):
                measured["latency_s"] = [1.2 * latency for latency in measured["latency_s"]]
        self.path("slower.json").write_text(json.dumps(slower))
        result = calib("compare", self.profile, self.path("slower.json"), "--threshold", "0.1", "--json")
        self.assertEqual(result.returncode, 4)
        for table in json.loads(result.stdout):
            self.assertIn(table["of"], ["measured", "knots"])
            self.assertAlmostEqual(table["median_ratio"], 1.2)
            self.assertEqual(table["within_10"], 0)
            self.assertEqual(table["verdict"], "slower" if table["points"] >= 6 else "unsure")

    def test_compare_names_tables_of_one_profile_alone(self):
        fewer = json.loads(self.profile.read_text())
        lost = fewer["tables"].pop(0)
        self.path("fewer.json").write_text(json.dumps(fewer))
        for pair in [(self.profile, self.path("fewer.json")), (self.path("fewer.json"), self.profile)]:
            tables = json.loads(calib("compare", *pair, "--json").stdout)
            alone = [table for table in tables if table["verdict"] == "not comparable"]
            self.assertEqual([(table["operation"], table["setting"]) for table in alone],
                             [(lost["operation"], lost["setting"])])

    def test_compare_refuses_different_machines_and_profiles_with_nothing_in_common(self):
        result = calib("compare", self.profile, "intel_i7_12700k")
        self.assertEqual(result.returncode, 2)
        self.assertIn("are of different machines: the ", result.stderr)
        result = calib("compare", self.profile, "intel_i7_12700k", "--force")
        self.assertEqual(result.returncode, 2)
        self.assertIn("nothing to compare", result.stderr)

    def test_estimate_answers_and_says_from_where(self):
        numpy = ["--setting", "numpy_12t_warm", "--json"]
        result = calib("estimate", "intel_i7_12700k", "gemm", "m=2048", "n=2048", "k=2048", *numpy)
        answer = json.loads(result.stdout)
        self.assertAlmostEqual(answer["efficiency"], 0.775, delta=0.01)
        call = json.loads(calib("estimate", self.profile, "dispatch", "--json").stdout)
        self.assertEqual((call["source"], call["bound"], call["efficiency"]), ("measured", "overhead", 0))
        far = json.loads(calib("estimate", "intel_i7_12700k", "gemm", "m=9999", "k=9", "n=9", *numpy).stdout)
        self.assertEqual(far["source"], "extrapolated")

    def test_a_roofline_that_knows_only_half_is_refused(self):
        cube = ["gemm", "m=4096", "n=4096", "k=4096", "--precision"]
        for profile, precision, others in [
            ("amd_epyc_milan", "bf16", "f64, f32"),
            ("google_tpu_v5e", "f32", "bf16, i8"),
            ("google_tpu_v5e", "fp8", "bf16, i8"),
            ("ampere_altra", "bf16", "f64, f32, f16, i8"),
        ]:
            with self.subTest(profile=profile, precision=precision):
                result = calib("estimate", profile, *cube, precision)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn(f"gemm {precision}: profile {profile} has no arithmetic peak for {precision}",
                              result.stderr)
                self.assertIn(f"or ask in one of {others}", result.stderr)
        by_fallback = calib("estimate", "intel_i7_12700k", *cube, "i8", "--fallback", "roofline")
        self.assertEqual(by_fallback.returncode, 2)
        self.assertIn("no arithmetic peak for i8", by_fallback.stderr)
        copy = calib("estimate", "amd_epyc_milan", "copy", "bytes=204800000", "--precision", "bf16", "--json")
        self.assertAlmostEqual(json.loads(copy.stdout)["latency_s"], 1e-3)

    def test_an_answer_beside_a_missing_peak_claims_no_share_of_it(self):
        profile = json.loads(self.profile.read_text())
        for setting in profile["settings"]:
            setting["peaks"] = {"bandwidth_bytes_per_s": 1e9}
        half = self.path("half.json")
        half.write_text(json.dumps(profile))
        product = ["estimate", half, "gemm", "m=64", "n=64", "k=64", "--setting", "own_naive_1t_warm"]
        text = calib(*product).stdout
        self.assertIn("share of the roofline and bound unknown (no arithmetic peak for f32)", text)
        self.assertNotIn("%", text.splitlines()[0])
        answer = json.loads(calib(*product, "--json").stdout)
        self.assertEqual((answer["bound"], answer["efficiency"]), ("unknown", None))
        shown = json.loads(calib("show", half, "--json").stdout)["tables"]
        self.assertEqual([t["efficiency"] for t in shown if t["operation"] == "gemm"], [0])

    def test_fallbacks_answer_in_their_order_and_are_named(self):
        copy = ["estimate", self.profile, "copy", "bytes=65536", "--setting", "own_naive_1t_warm"]
        self.assertEqual(calib(*copy).returncode, 2)
        own = json.loads(calib("estimate", self.profile, "copy", "bytes=65536", "--setting", "own_stream_1t_warm",
                               "--json").stdout)
        self.assertEqual((own["step"], own["answered_by"]), (0, "table"))
        steps = ["--fallback", "scale_precision=f64", "--fallback", "other_setting=own_stream_1t_warm*2",
                 "--fallback", "roofline"]
        answer = json.loads(calib(*copy, *steps, "--json").stdout)
        self.assertEqual(answer["latency_s"], 2 * own["latency_s"])
        self.assertEqual((answer["source"], answer["step"], answer["answered_by"]),
                         ("scaled", 2, "other_setting=own_stream_1t_warm"))
        self.assertIn("scaled (fallback other_setting=own_stream_1t_warm)", calib(*copy, *steps).stdout)
        elsewhere = calib(*copy, "--fallback", f"other_profile={self.profile}:own_stream_1t_warm", "--json")
        self.assertEqual(json.loads(elsewhere.stdout)["latency_s"], own["latency_s"])
        dot = ["estimate", self.profile, "dot", "elements=1000", "--setting", "own_naive_1t_warm", *steps, "--json"]
        self.assertEqual(json.loads(calib(*dot).stdout)["answered_by"], "roofline")

    def test_fallbacks_that_are_none_are_refused(self):
        kinds = ["roofline", "scale_precision=", "other_setting=", "other_profile="]
        for word, messages in [
            ("rooflin", ["no fallback 'rooflin'", *kinds]),
            ("roofline=1", ["takes no value", *kinds]),
            ("other_setting", ["needs a value", *kinds]),
            ("other_setting=fast", ["no setting", "own_naive_1t_warm"]),
            ("other_setting=own_naive_1t_warm*0", ["'0' is no ratio"]),
            ("other_setting=own_naive_1t_warm*x", ["'x' is no ratio"]),
            ("scale_precision=f31", ["known precisions"]),
            ("other_profile=no_such", ["shipped profiles"]),
            (f"other_profile={self.profile}:fast", ["no setting"]),
        ]:
            with self.subTest(word=word):
                # The table answers: a mistake is one all the same.
                result = calib("estimate", self.profile, "gemm", "m=8", "n=8", "k=8", "--fallback", word)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                for message in messages:
                    self.assertIn(message, result.stderr)

    def test_estimate_refuses_what_it_does_not_know(self):
        for arguments, code, message in [
            (["matmul", "m=1"], 2, "matrix products are gemm"),
            (["gemm", "m=1", "n=1"], 2, "needs k"),
            (["gemm", "m=1", "n=1", "k=0"], 2, "k is 0"),
            (["gemm", "m=1", "n=1", "q=1"], 2, "takes m, n, k"),
            (["gemm"], 2, "needs m"),
            (["dispatch", "m=1"], 2, "takes none"),
            (["gemm", "m=1", "m=1", "k=1"], 2, "twice"),
            (["dot", "elements=5"], 2, "no table"),
            ("conv2d batch=1 in_channels=8 in_h=2 in_w=9 out_channels=8 kernel_h=5 kernel_w=1".split(), 2,
             "kernel_h is more than in_h"),
            (["attention_decode", "batch=1", "kv_len=9", "heads=8", "kv_heads=3", "head_dim=64"], 2,
             "kv_heads do not divide heads"),
            (["conv_transpose2d", "batch=1"], 2, "transposed convolutions are not measured"),
        ]:
            with self.subTest(arguments=arguments):
                result = calib("estimate", self.profile, *arguments)
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertIn(message, result.stderr)

    def test_header_is_written_once_and_then_up_to_date(self):
        header = self.path("host.hpp")
        self.assertIn("written", calib("header", self.profile, "-o", header).stderr)
        self.assertIn("up to date", calib("header", self.profile, "-o", header).stderr)
        self.assertEqual(calib("header", self.profile).stdout, header.read_text())


if __name__ == "__main__":
    unittest.main()
