"""`calib run` from the command line: profiles, checkpoints, interruptions, exit codes and messages."""

import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import unittest

import jsonschema

from calibrated import CALIB, SCHEMA, Calibrated, calib


class Run(Calibrated):
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
        history, = profile["history"]
        self.assertEqual(history.pop("condition"), "1t_warm")
        self.assertEqual(list(history), ["time_s", "clock_hz", "fma", "cache", "dram"])
        self.assertEqual(history["time_s"], sorted(history["time_s"]))
        self.assertTrue(2 <= len(history["time_s"]) <= 200)
        self.assertLess(len(json.dumps(history)), 20_000)
        page = self.path("over_the_run.html")
        self.assertEqual(calib("report", self.profile, "-o", page).returncode, 0)
        self.assertIn('<svg id="history-host" role="img"', page.read_text(encoding="utf-8"))

    def test_a_dry_run_prints_the_plan_and_measures_nothing(self):
        output = self.path("never.json")
        result = calib("run", "--dry-run", "--ops", "gemm,copy", "--precision", "f32", "-o", output)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("own_naive_1t_warm", result.stdout)
        self.assertIn("nothing was measured", result.stdout)
        self.assertFalse(output.exists())
        self.assertEqual(calib("run", "--dry-run", "--ops", "matmul").returncode, 2)

    def test_run_says_when_a_grade_is_worse_than_required(self):
        for grade, status in (("A", 3), ("D", 0)):  # in so little time nothing is measured well
            output = self.path(f"graded_{grade}.json")
            result = calib("run", "--ops", "copy", "--precision", "f32", "--backend", "own_stream", "--time-budget",
                           "0.05", "--require-quality", grade, "-o", output)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertEqual(result.stderr.count("worse than A"), 1 if status else 0)
            self.assertEqual(len(json.loads(output.read_text())["tables"]), 1)

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
                                    "--backend", "own_*", "--time-budget", "60", "-o", str(output)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        checkpoint = self.path("interrupted.json.partial.json")
        while not checkpoint.exists():  # on a busy machine the first round takes long
            self.assertIsNone(process.poll(), "the run ended before its first checkpoint")
            time.sleep(0.1)
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=300)  # it hangs, however busy the machine is
        self.assertEqual(process.returncode, 130, messages)
        self.assertIn("--resume continues", messages)
        profile = json.loads(output.read_text())
        jsonschema.validate(profile, SCHEMA)
        self.assertNotEqual(profile["tables"], [])
        for table in profile["tables"]:
            self.assertNotIn("error", table, "cross-validation is for who waits for it")
        work = json.loads(checkpoint.read_text())
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
        self.assertIn("--cache takes warm, cold, network, or several of them, not 'hot'", result.stderr)

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
        process = subprocess.Popen([CALIB, "run", "--ops", "gemm", "--precision", "f32", "--full",
                                    "--time-budget", "60", "-o", str(output)],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
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

    def test_what_cannot_be_written_goes_to_the_folder_for_temporary_files(self):
        folder, refuge = self.path("folder"), self.path("refuge")
        folder.mkdir(exist_ok=True)
        refuge.mkdir(exist_ok=True)
        process = subprocess.Popen([CALIB, "run", "--ops", "gemm", "--precision", "f32", "--backend", "own_naive",
                                    "--time-budget", "4", "-o", str(folder / "gone.json")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                   env={**os.environ, "TMPDIR": str(refuge)})
        time.sleep(1)
        shutil.rmtree(folder)
        _, messages = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, messages)
        self.assertIn(f"The work is kept in {refuge}/gone.json.partial.json; --checkpoint FILE", messages)
        self.assertIn(f"what was measured is in {refuge}/gone.json", messages)
        jsonschema.validate(json.loads((refuge / "gone.json").read_text()), SCHEMA)

    def test_the_work_is_kept_where_the_user_says(self):
        kept = self.path("elsewhere.json")
        process = subprocess.Popen([CALIB, "run", "--ops", "gemm", "--precision", "f32", "--backend", "own_naive",
                                    "--time-budget", "20", "--checkpoint", str(kept), "-o", self.path("late.json")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not kept.exists():
            self.assertIsNone(process.poll(), "the run ended before its first checkpoint")
            time.sleep(0.01)
        process.kill()
        process.wait()
        result = calib("run", "--ops", "gemm", "--precision", "f32", "--backend", "own_naive", "--time-budget", "3",
                       "--checkpoint", kept, "--resume", "-o", self.path("late.json"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertFalse(kept.exists())

    def test_a_folder_that_is_not_there_is_refused_before_anything_is_measured(self):
        for option in ["-o", "--checkpoint", "--samples"]:
            result = calib("run", "--ops", "gemm", option, self.path("no_such_folder/x.json"))
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn("there is no folder", result.stderr)

    def test_resume_needs_something_to_resume(self):
        result = calib("run", "--ops", "copy", "--resume", "-o", self.path("fresh.json"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("nothing to resume", result.stderr)
        broken = self.path("torn.json.partial.json")
        broken.write_text('{"checkpoint": 1')
        result = calib("run", "--ops", "copy", "--resume", "-o", self.path("torn.json"))
        self.assertEqual(result.returncode, 5)
        self.assertIn("start anew without --resume", result.stderr)


if __name__ == "__main__":
    unittest.main()
