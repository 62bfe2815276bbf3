"""`calib` from the command line: exit codes, messages and files. A real calibration of a few shapes comes first."""

import csv
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import jsonschema

CALIB = os.environ["CALIB"]
SCHEMA = json.loads(pathlib.Path(os.environ["CALIB_SCHEMA"]).read_text())


def calib(*arguments):
    return subprocess.run([CALIB, *map(str, arguments)], capture_output=True, text=True, timeout=120)


class Tool(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.profile = pathlib.Path(cls.folder.name) / "host.json"
        cls.run_result = calib("run", "--ops", "gemm,copy,dispatch", "--precision", "fp32", "--backend",
                               "own_naive,own_stream", "--time-budget", "5", "--seed", "7", "-o", cls.profile)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def path(self, name):
        return pathlib.Path(self.folder.name) / name

    def test_run_writes_a_profile_the_schema_accepts(self):
        self.assertEqual(self.run_result.returncode, 0, self.run_result.stderr)
        profile = json.loads(self.profile.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual(profile["id"], "host")
        self.assertEqual({(t["operation"], t["setting"]) for t in profile["tables"]},
                         {("gemm", "own_naive_1t_warm"), ("copy", "own_stream_1t_warm"),
                          ("dispatch", "own_naive_1t_warm"), ("dispatch", "own_stream_1t_warm")})
        for table in profile["tables"]:
            if table["operation"] == "dispatch":
                self.assertEqual((table["axes"], len(table["latency_s"])), ([], 1))
                continue
            self.assertGreater(table["error"]["count"], 0)
            self.assertEqual(table.get("fitted", False), table["operation"] == "gemm")
            if table["operation"] == "gemm":
                measured = table["measurements"]
                self.assertEqual(list(measured), ["m", "n", "k", "latency_s"])
                self.assertEqual({len(column) for column in measured.values()}, {table["quality"]["points"]})
            if table["operation"] == "copy":
                self.assertEqual(len(table["wall_latency_s"]), len(table["latency_s"]))

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
        result = calib("validate", "ops", self.profile, "--shapes", shapes, "--op", "gemm", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["tables"][0]["n"], 2)
        self.assertIn("line 4 left out", result.stderr)
        self.assertEqual(calib("validate", "ops", self.profile, "--shapes", shapes).returncode, 2)
        nothing = calib("validate", "ops", self.profile, "--ops", "softmax")
        self.assertEqual(nothing.returncode, 2)
        self.assertIn("nothing to validate", nothing.stderr)

    def test_a_dry_run_prints_the_plan_and_measures_nothing(self):
        output = self.path("never.json")
        result = calib("run", "--dry-run", "--ops", "gemm,copy", "--precision", "f32", "-o", output)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("own_naive_1t_warm", result.stdout)
        self.assertIn("nothing was measured", result.stdout)
        self.assertFalse(output.exists())
        self.assertEqual(calib("run", "--dry-run", "--ops", "matmul").returncode, 2)

    def test_run_says_when_a_grade_is_worse_than_required(self):
        output = self.path("graded.json")
        result = calib("run", "--ops", "copy", "--precision", "f32", "--backend", "own_stream", "--time-budget", "3",
                       "--require-quality", "A", "-o", output)
        worse = [t for t in json.loads(output.read_text())["tables"] if t["quality"]["grade"] != "A"]
        self.assertEqual(result.returncode, 3 if worse else 0, result.stderr)
        self.assertEqual(result.stderr.count("worse than A"), len(worse))

    def test_run_keeps_progress_off_stdout(self):
        self.assertIn("own_naive_1t_warm", self.run_result.stdout)
        self.assertNotIn("measuring", self.run_result.stdout)
        self.assertIn("measuring", self.run_result.stderr)

    def test_run_refuses_what_it_does_not_know(self):
        for arguments, message in [
            (["--precision", "f31"], "known precisions"),
            (["--preset", "pdp-11"], "known presets"),
            (["--threads", "0"], "positive"),
            (["--threads", "99999"], "cores"),
            (["--ops", "gemm,gemn*"], "no operation matches 'gemn*'; there are gemm, "),
            (["--backend", "openblsa"], "no backend matches 'openblsa'; there are openblas, "),
            (["--ops", "gemm", "--backend", "own_stream"], "nothing to measure"),
            (["--quick", "--full"], "exclude"),
            (["-o", self.path("9.json")], "--id"),
            (["--require-quality", "E"], "--require-quality"),
            (["--no-such-option"], "--no-such-option"),
        ]:
            with self.subTest(arguments=arguments):
                result = calib("run", *arguments)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(message, result.stderr)

    def test_an_interrupted_run_keeps_what_was_measured(self):
        output = self.path("interrupted.json")
        process = subprocess.Popen([CALIB, "run", "--ops", "gemm", "--precision", "f32", "--full",
                                    "--time-budget", "60", "-o", str(output)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(5)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, messages)
        self.assertIn("--resume continues", messages)
        jsonschema.validate(json.loads(output.read_text()), SCHEMA)
        work = json.loads(self.path("interrupted.json.partial.json").read_text())
        self.assertGreater(len(work["stages"][0]["rounds"]), 0)

    def killed_run(self, output, *arguments):
        """A run killed without warning once its first checkpoint is there; the checkpoint."""
        checkpoint = pathlib.Path(f"{output}.partial.json")
        process = subprocess.Popen([CALIB, "run", *arguments, "-o", str(output)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while not checkpoint.exists():
            self.assertIsNone(process.poll(), "the run ended before its first checkpoint")
            time.sleep(0.01)
        process.kill()
        process.wait()
        return json.loads(checkpoint.read_text())  # whole, whenever the kill came

    def test_a_killed_run_is_resumed_from_its_checkpoint(self):
        output = self.path("killed.json")
        arguments = ["--ops", "gemm,copy", "--precision", "f32", "--backend", "own_naive,own_stream",
                     "--time-budget", "8", "--seed", "7"]
        work = self.killed_run(output, *arguments)
        self.assertFalse(output.exists())
        checkpoint = pathlib.Path(f"{output}.partial.json")

        for changed, message in [(["--seed", "8"], "seed was '7', is '8'"),
                                 (["--ops", "gemm"], "operations was 'gemm,copy', is 'gemm'"),
                                 (["--backend", "own_*"], "backend own_tiled was absent")]:
            with self.subTest(changed=changed):
                kept = [a for i, a in enumerate(arguments) if changed[0] not in (a, arguments[i - 1])]
                result = calib("run", *kept, *changed, "--resume", "-o", output)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(message, result.stderr)

        samples = self.path("killed.csv")
        result = calib("run", *arguments, "--resume", "--samples", samples, "-o", output)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertFalse(checkpoint.exists())
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual(len(profile["tables"]), 2)
        with samples.open() as file:
            rows = list(csv.DictReader(file))
        for table, begun in zip(profile["tables"], work["stages"][0]["tables"]):
            self.assertEqual(table["operation"], begun["operation"])
            held_out = 0 if table.get("fitted") else table["error"]["count"]
            measured = table["quality"]["points"] + held_out
            if table.get("fitted"):  # with time to spare, shapes were added
                own = [row for row in rows if row["operation"] == table["operation"]]
                sampled = {row["shape"] for row in own}
                undisturbed = {row["shape"] for row in own if not row["rejected"]}
                self.assertGreaterEqual(len(sampled), len(begun["shapes"]))
                # Those disturbed at every visit stay out of a fit, unless they are the majority.
                enough = 2 * len(undisturbed) >= len(sampled)
                self.assertEqual(measured, len(undisturbed if enough else sampled))
            else:
                self.assertEqual(measured, len(begun["shapes"]))

        rounds = {int(row["round"]) for row in rows}
        self.assertEqual(rounds, set(range(max(rounds) + 1)))
        last = max(at for table in work["stages"][0]["tables"] for shape in table["shapes"] for at in shape["round"])
        self.assertGreater(max(rounds), last)
        kept = [float(row["wall_s"]) for row in rows if int(row["round"]) == 0]
        begun = [wall for table in work["stages"][0]["tables"] for shape in table["shapes"]
                 for wall, number in zip(shape["wall_s"], shape["round"]) if number == 0]
        self.assertEqual(kept, begun)

    def test_a_full_run_goes_on_in_a_second_launch_with_both_states_of_the_caches(self):
        output = self.path("launches.json")
        result = calib("run", "--full", "--ops", "copy", "--precision", "f32", "--backend", "own_stream", "--cache",
                       "cold,warm", "--time-budget", "6", "-o", output)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr.count("measuring "), 4, result.stderr)
        self.assertFalse(pathlib.Path(f"{output}.partial.json").exists())
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual([(s["id"], s["cache"]) for s in profile["settings"]],
                         [("own_stream_1t_cold", "cold"), ("own_stream_1t_warm", "warm")])
        for table in profile["tables"]:
            if "disturbed" not in table["quality"]["flags"]:  # else a launch may have no accepted sample
                self.assertIn("between_launches", table["quality"])

    def test_a_cache_state_that_does_not_exist_is_named(self):
        result = calib("run", "--cache", "warm,hot", "--dry-run")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--cache takes warm, cold or both, not 'hot'", result.stderr)

    def test_a_lowered_operation_is_measured_by_its_forms(self):
        result = calib("run", "--dry-run", "--ops", "gemm*,conv2d", "--backend", "onednn", "--precision", "f32")
        self.assertEqual(result.returncode, 0, result.stderr)
        planned = {line.split()[1] for line in result.stdout.splitlines() if line.strip().startswith("onednn")}
        self.assertEqual(planned, {"gemm", "conv2d_pointwise", "conv2d_3x3", "conv2d_window", "conv2d_depthwise",
                                   "conv2d_grouped"})

    def test_a_thread_count_named_twice_is_measured_once(self):
        result = calib("run", "--dry-run", "--ops", "copy", "--precision", "f32", "--threads", "1,1")
        self.assertEqual(result.stdout.count("own_stream_1t_warm"), 1, result.stderr)

    def test_a_run_that_is_killed_leaves_no_process_behind(self):
        output = self.path("orphan.json")
        process = subprocess.Popen([CALIB, "run", "--ops", "gemm", "--precision", "f32", "--full", "--time-budget", "60",
                                    "-o", str(output)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        time.sleep(0.5)
        process.kill()
        process.communicate(timeout=30)  # returns when nobody holds the pipe any more

    def test_what_hangs_is_left_out(self):
        output = self.path("hung.json")
        result = calib("run", "--ops", "gemm", "--precision", "f32", "--backend", "own_naive", "--call-timeout", "1e-5",
                       "-o", output)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("own_naive_1t_warm gemm f32 left out: gemm f32, being verified: hung: no end within 1e-05 s",
                      result.stderr)
        self.assertIn("no table could be measured", result.stderr)
        self.assertFalse(output.exists())

    def test_resume_needs_something_to_resume(self):
        result = calib("run", "--ops", "copy", "--resume", "-o", self.path("fresh.json"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("nothing to resume", result.stderr)
        broken = self.path("torn.json.partial.json")
        broken.write_text('{"checkpoint": 1')
        result = calib("run", "--ops", "copy", "--resume", "-o", self.path("torn.json"))
        self.assertEqual(result.returncode, 5)
        self.assertIn("start anew without --resume", result.stderr)

    def test_detect_knows_this_machine(self):
        result = calib("detect", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        for fact in ["cpu", "isa", "cores", "memory", "sustained clock", "theoretical peak f32", "measured FMA peak f32",
                     "cycle counters", "hypervisor", "backend openblas"]:
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

    def test_compare_refuses_profiles_with_nothing_in_common(self):
        self.assertEqual(calib("compare", self.profile, "intel_i7_12700k").returncode, 2)

    def test_estimate_answers_and_says_from_where(self):
        result = calib("estimate", "intel_i7_12700k", "gemm", "m=2048", "n=2048", "k=2048", "--json")
        answer = json.loads(result.stdout)
        self.assertAlmostEqual(answer["efficiency"], 0.775, delta=0.01)
        call = json.loads(calib("estimate", self.profile, "dispatch", "--json").stdout)
        self.assertEqual((call["source"], call["bound"], call["efficiency"]), ("measured", "overhead", 0))
        far = json.loads(calib("estimate", "intel_i7_12700k", "gemm", "m=9999", "k=9", "n=9", "--json").stdout)
        self.assertEqual(far["source"], "extrapolated")

    def test_estimate_refuses_what_it_does_not_know(self):
        for arguments, code, message in [
            (["matmul", "m=1"], 2, "known operations"),
            (["gemm", "m=1", "n=1"], 2, "needs k"),
            (["gemm", "m=1", "n=1", "k=0"], 2, "positive"),
            (["gemm", "m=1", "n=1", "q=1"], 2, "takes m, n, k"),
            (["gemm"], 2, "needs m"),
            (["dispatch", "m=1"], 2, "takes none"),
            (["gemm", "m=1", "m=1", "k=1"], 2, "twice"),
            (["dot", "elements=5"], 2, "no table"),
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

    def test_import_makes_a_profile_and_appends_to_it(self):
        rows = self.path("rows.csv")
        rows.write_text("m,n,k,latency_s\n" + "".join(f"{m},{m},{m},{m ** 3 * 1e-11 + 1e-6}\n" for m in range(8, 800, 16)) +
                        "1,1,1,-5\n")
        output = self.path("imported.json")
        common = ["--backend", "somelib/1.2", "--threads", "4", "-o", output]
        first = calib("import", rows, "--op", "gemm", *common, "--peak-gflops", "500", "--peak-bandwidth", "50")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("line 52 left out", first.stderr)
        again = calib("import", rows, "--op", "linear", *common, "--append")
        self.assertEqual(again.returncode, 0, again.stderr)
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertEqual([t["operation"] for t in profile["tables"]], ["gemm", "linear"])
        self.assertEqual(profile["settings"][0]["id"], "somelib_4t_warm")
        self.assertEqual(calib("import", rows, "--op", "gemm", *common).returncode, 2)  # it exists
        self.assertEqual(calib("import", rows, "--op", "gemm", *common, "--append").returncode, 2)  # the table is there
        self.assertEqual(calib("import", self.path("none.csv"), "--op", "dot", *common, "--append").returncode, 2)

    def test_evaluate_compares_predictions_with_rows(self):
        rows = self.path("to_learn.csv")
        rows.write_text("m,n,k,latency_s\n" +
                        "".join(f"{m},{m},{m},{m ** 3 * 1e-11 + 1e-6}\n" for m in range(8, 800, 16)))
        profile = self.path("learnt.json")
        imported = calib("import", rows, "--op", "gemm", "--backend", "somelib", "-o", profile,
                         "--peak-gflops", "500", "--peak-bandwidth", "50")
        self.assertEqual(imported.returncode, 0, imported.stderr)
        others = self.path("to_judge.csv")
        others.write_text("m,n,k,seconds\n" +
                          "".join(f"{m},{m},{m},{m ** 3 * 1e-11 + 1e-6}\n" for m in range(10, 1000, 60)) + "1,1,1,nan\n")
        arguments = ["evaluate", profile, others, "--op", "gemm", "--precision", "fp32", "--alias", "latency_s=seconds"]
        result = calib(*arguments, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("line 19 left out", result.stderr)
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
            ([rows, "--op", "matmul"], 2, "known operations"),
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
