"""`calib import` and `calib evaluate`: profiles of measurements made elsewhere, judged by others."""

import json
import unittest

import jsonschema

from calibrated import SCHEMA, Calibrated, calib


def csv_of_squares(sizes, column="latency_s"):
    """A row for the product of two square matrices of each size."""
    return f"m,n,k,{column}\n" + "".join(f"{m},{m},{m},{m ** 3 * 1e-11 + 1e-6}\n" for m in sizes)


class Import(Calibrated):
    def test_import_makes_a_profile_and_appends_to_it(self):
        rows = self.path("rows.csv")
        rows.write_text(csv_of_squares(range(8, 800, 16)) + "1,1,1,-5\n")
        output = self.path("imported.json")
        common = ["--backend", "somelib/1.2", "--threads", "4", "-o", output]
        first = calib("import", rows, "--op", "gemm", *common, "--peak-gflops", "500", "--peak-bandwidth", "50")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("1 of 51 rows are bad and left out", first.stderr)
        self.assertIn("latency_s is not above 0; first in line 52: '-5'", first.stderr)
        again = calib("import", rows, "--op", "linear", *common, "--append")
        self.assertEqual(again.returncode, 0, again.stderr)
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual([t["operation"] for t in profile["tables"]], ["gemm", "linear"])
        self.assertEqual(profile["settings"][0]["id"], "somelib_4t_warm")
        self.assertEqual(calib("import", rows, "--op", "gemm", *common).returncode, 2)  # it exists
        self.assertEqual(calib("import", self.path("none.csv"), "--op", "dot", *common, "--append").returncode, 2)

    def test_a_table_that_is_there_is_replaced_only_if_that_is_said(self):
        rows, slower = self.path("then.csv"), self.path("now.csv")
        rows.write_text(csv_of_squares(range(8, 200, 16)))
        slower.write_text(csv_of_squares(range(8, 400, 16)))
        output = self.path("replaced.json")
        common = ["--op", "gemm", "--backend", "somelib/1.2", "-o", output]
        self.assertEqual(calib("import", rows, *common).returncode, 0)
        before = output.read_text()
        for arguments, message in [(["--append"], "a table for gemm f32 in somelib_1t_warm already; --replace"),
                                   (["--replace"], "--append")]:
            refused = calib("import", slower, *common, *arguments)
            self.assertEqual(refused.returncode, 2)
            self.assertIn(message, refused.stderr)
            self.assertNotIn("points in the model", refused.stdout)  # nothing was fitted
        self.assertEqual(output.read_text(), before)
        replaced = calib("import", slower, *common, "--append", "--replace")
        self.assertEqual(replaced.returncode, 0, replaced.stderr)
        tables = json.loads(output.read_text())["tables"]
        self.assertEqual([(t["operation"], t["quality"]["points"]) for t in tables], [("gemm", 25)])

    def test_a_table_imported_is_no_longer_left_out(self):
        rows = self.path("dot.csv")
        rows.write_text("elements,latency_s\n" + "".join(f"{n},{n * 1e-10 + 1e-6}\n" for n in range(8, 8000, 80)))
        output = self.path("filled.json")
        common = ["--backend", "somelib", "-o", output]
        self.assertEqual(calib("import", rows, "--op", "dot", "--precision", "f64", *common).returncode, 0)
        profile = json.loads(output.read_text())
        profile["left_out"] = [{"operation": "dot", "precision": precision, "setting": "somelib_1t_warm",
                                "reason": "hung"} for precision in ("f32", "bf16")]
        output.write_text(json.dumps(profile))
        again = calib("import", rows, "--op", "dot", *common, "--append")
        self.assertEqual(again.returncode, 0, again.stderr)
        left_out = json.loads(output.read_text())["left_out"]
        self.assertEqual([table["precision"] for table in left_out], ["bf16"])

    def test_measured_shapes_that_are_answered_wrongly_are_named(self):
        # Shapes of one form, of which every second is three times as slow: one answer cannot be right about both.
        header = "batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,stride,pad,groups,latency_s\n"
        lines = []
        for channels in (16, 32, 64):
            for side in (8, 16, 32):
                time = channels * channels * side * side * 1e-10
                lines.append(f"1,{channels},{side},{4 * side},{channels},1,1,1,0,1,{time}\n")
                lines.append(f"1,{channels},{2 * side},{2 * side},{channels},1,1,1,0,1,{3 * time}\n")
        rows = self.path("two_of_a_form.csv")
        rows.write_text(header + "".join(lines))
        output = self.path("two_of_a_form.json")
        imported = calib("import", rows, "--op", "conv2d", "--backend", "somelib", "-o", output)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertIn("conv2d_pointwise: 9 of its shapes stand for several measured ones each, with a spread of 50.0 %",
                      imported.stdout)
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        misfits = profile["tables"][0]["misfits"]
        self.assertEqual(misfits["shapes"], 18)
        self.assertEqual(misfits["count"], 18)
        self.assertEqual(len(misfits["worst"]), 5)
        named = "conv2d_pointwise f32 in somelib_1t_warm: 18 of 18 measured shapes are answered wrong by more than 25 %"
        self.assertRegex(imported.stdout, named)
        self.assertRegex(calib("show", output).stdout, named)
        shown = json.loads(calib("show", output, "--json").stdout)["tables"][0]["misfits"]
        self.assertEqual(shown["count"], 18)
        self.assertEqual(set(shown["worst"][0]["dims"]), {"pixels", "in_channels", "out_channels", "stride"})

    def test_tables_whose_answers_fall_with_size_say_so(self):
        rows = self.path("falling.csv")
        rows.write_text("elements,latency_s\n" + "".join(
            f"{size},{1e-6 if size < 1000 else 4e-7}\n" for size in range(100, 2000, 25)))
        output = self.path("falling.json")
        imported = calib("import", rows, "--op", "relu", "--backend", "somelib", "-o", output)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        told = r"relu f32 in somelib_1t_warm: doubling a dimension lowers the answer by more than 5 % for [\d.]+ % of"
        self.assertRegex(imported.stdout, told)
        self.assertRegex(calib("show", output).stdout, told)
        falls = json.loads(calib("show", output, "--json").stdout)["tables"][0]["falls"]
        self.assertGreater(falls["count"], 0.3 * falls["shapes"])

    def test_a_size_of_one_may_be_another_case(self):
        rows = self.path("cliff.csv")
        rows.write_text("m,n,k,latency_s\n" + "".join(
            f"{m},{n},{k},{n * k * (2 + m / 64) * (5 if m == 1 else 1) * 1e-10}\n"
            for m in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64) for n, k in ((1024, 1024), (4096, 1024), (4096, 4096))))
        output = self.path("cliff.json")
        imported = calib("import", rows, "--op", "gemm", "--backend", "somelib", "-o", output)
        self.assertEqual(imported.returncode, 0, imported.stderr)
        self.assertNotIn("answered wrong", imported.stdout)
        self.assertIn("doubling a dimension lowers the answer", imported.stdout)
        judged = json.loads(calib("evaluate", output, rows, "--op", "gemm", "--json").stdout)
        self.assertLess(abs(judged["worst"][0]["error"]), 0.1)

    def test_evaluate_compares_predictions_with_rows(self):
        rows = self.path("to_learn.csv")
        rows.write_text(csv_of_squares(range(8, 800, 16)))
        profile = self.path("learnt.json")
        imported = calib("import", rows, "--op", "gemm", "--backend", "somelib", "-o", profile,
                         "--peak-gflops", "500", "--peak-bandwidth", "50")
        self.assertEqual(imported.returncode, 0, imported.stderr)
        others = self.path("to_judge.csv")
        others.write_text(csv_of_squares(range(10, 1000, 60), "seconds") + "1,1,1,nan\n")
        arguments = ["evaluate", profile, others, "--op", "gemm", "--precision", "fp32", "--alias", "latency_s=seconds",
                     "--allow-bad-rows"]
        result = calib(*arguments, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("seconds is not a number; first in line 19: 'nan'", result.stderr)
        found = json.loads(result.stdout)
        self.assertEqual(found["n"], 17)
        self.assertEqual(found["by_source"]["interpolated"]["n"] + found["by_source"]["extrapolated"]["n"], 17)
        self.assertLess(found["by_source"]["interpolated"]["mape"], 0.2)
        self.assertLessEqual(found["median"], found["p90"])
        self.assertLessEqual(found["within_5"], found["within_10"])
        self.assertLessEqual(abs(found["bias"]), found["mape"])
        self.assertEqual(len(found["worst"]), 10)
        errors = [abs(row["error"]) for row in found["worst"]]
        self.assertEqual(errors, sorted(errors, reverse=True))
        first = found["worst"][0]
        self.assertEqual(set(first["dims"]), {"m", "n", "k"})
        self.assertAlmostEqual(first["predicted_s"] / first["measured_s"] - 1, first["error"])
        text = calib(*arguments)
        self.assertIn("extrapolated", text.stdout)
        self.assertIn("within 10 %", text.stdout)

    def test_evaluate_refuses_what_it_does_not_know(self):
        rows = self.path("one.csv")
        rows.write_text("elements,latency_s\n8,1e-6\n")
        for arguments, code, message in [
            ([rows, "--op", "dot"], 2, "no table"),
            ([rows, "--op", "matmul"], 2, "matrix products are gemm"),
            ([rows, "--op", "gemm"], 2, "no column m, n, k"),
            ([rows, "--op", "dot", "--setting", "none"], 2, "none"),
            ([self.path("none.csv"), "--op", "dot"], 2, "cannot be read"),
        ]:
            with self.subTest(arguments=arguments):
                result = calib("evaluate", self.profile, *arguments)
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertIn(message, result.stderr)


if __name__ == "__main__":
    unittest.main()
