"""What the programs' exit statuses mean: of every command one that is done, and one for each way in which it fails.

Statuses that only measuring gives are tested where something is measured: 3 and 130 of `calib run` in run_test.py,
4 and 130 of `calib doctor` and `calib validate` in doctor_test.py and validate_network_test.py."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from calibrated import CALIB

CALIB_HEADER = os.environ["CALIB_HEADER"]
FAKE = os.environ["CALIB_FAKE_ENGINE"]
DONE, FAILED, USAGE, BELOW_QUALITY, BEYOND, INVALID, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

PROFILE = {
    "schema": 1, "id": "box", "name": "A box", "machine": {"cpu": "none"},
    "settings": [{"id": "own_1t_warm", "backend": "own", "version": "1", "threads": 1, "cache": "warm",
                  "peaks": {"flops_per_s": {"f32": 1e9}, "bandwidth_bytes_per_s": 1e9}}],
    "default_setting": "own_1t_warm",
    "tables": [{"operation": "dot", "precision": "f32", "setting": "own_1t_warm",
                "axes": [{"name": "elements", "knots": [1024, 4096]}], "latency_s": [1e-6, 4e-6]}],
}
NETWORK = {
    "schema": 1, "id": "net", "name": "A network", "precision": "f32", "symbols": [{"name": "batch", "usual": 1}],
    "inputs": [{"name": "x", "elements": "1024*batch"}],
    "layers": [{"name": "score", "operation": "dot", "sizes": {"elements": "1024*batch"}, "inputs": ["x"],
                "output": 1}],
}
ROWS = "elements,latency_s\n" + "".join(f"{size},{size * 1e-9}\n" for size in range(1024, 4097, 256))
IMPORT = "--op dot --backend somelib/1 --peak-gflops 100 --peak-bandwidth 20 -o made.json"
FEW = "--ops dispatch --precision f32"

# Words that follow `calib`, in a folder with the files of setUpClass; a list where a word has spaces.
CALLS = [
    (DONE, "--version"),
    (DONE, "--help"),
    (USAGE, ""),
    (USAGE, "no_such_command"),
    (USAGE, "show box.json --no-such-option"),

    (DONE, "help"),
    (DONE, "help network show"),
    (USAGE, "help netwrk"),
    (USAGE, "help estimate gemm"),

    (DONE, "detect --json"),
    (USAGE, "detect --core-kind none"),

    (DONE, f"run --dry-run {FEW}"),
    (DONE, "run --list"),
    (USAGE, "run --dry-run --ops no_such_operation"),
    (USAGE, f"run {FEW} -o no_such_folder/made.json"),
    (USAGE, f"run {FEW} --resume -o made.json"),
    (USAGE, f"run {FEW} --engine no_such_engine_anywhere -o made.json"),
    (INVALID, f"run {FEW} --resume --checkpoint broken.json -o made.json"),

    (DONE, "show box.json"),
    (DONE, "show nvidia_t4"),
    (USAGE, "show nvidia_t44"),
    (USAGE, "show resnet50"),
    (INVALID, "show broken.json"),
    (INVALID, "show none.json"),
    (INVALID, "show newer.json"),
    (INVALID, "show net.json"),

    (DONE, "report box.json -o report.html"),
    (USAGE, "report nvidia_t44 -o report.html"),
    (INVALID, "report broken.json -o report.html"),
    (FAILED, "report box.json -o box.json/report.html"),
    (USAGE, "report box.json -o both.html --md ./both.html"),
    (USAGE, "report box.json --fallback other_setting=none -o report.html"),

    (DONE, "compare box.json box.json"),
    (DONE, "compare box.json slow.json"),
    (BEYOND, "compare box.json slow.json --threshold 0.1"),
    (USAGE, "compare box.json nvidia_t4"),
    (INVALID, "compare box.json broken.json"),

    (USAGE, "doctor nvidia_t4"),
    (INVALID, "doctor broken.json"),

    (DONE, "merge box.json other.json -o merged.json"),
    (USAGE, "merge box.json slow.json -o merged_again.json"),
    (INVALID, "merge box.json broken.json -o merged_again.json"),

    (DONE, "estimate box.json dot elements=2048"),
    (DONE, "estimate box.json net.json"),
    (USAGE, "estimate box.json dot elements=0"),
    (USAGE, "estimate box.json gemm m=1 n=1 k=1"),
    (USAGE, "estimate box.json dot elements=8 --setting none"),
    (USAGE, "estimate box.json net.json --size none=8"),
    (USAGE, "estimate box.json net.json --fallback other_setting=none"),
    (USAGE, "estimate box.json ./noext"),
    (INVALID, "estimate box.json box.json"),
    (INVALID, "estimate broken.json dot elements=8"),
    (INVALID, "estimate box.json broken.json"),

    (DONE, "evaluate box.json rows.csv --op dot"),
    (USAGE, "evaluate box.json none.csv --op dot"),
    (USAGE, "evaluate box.json rows.csv --op gemm"),
    (INVALID, "evaluate broken.json rows.csv --op dot"),

    (USAGE, "validate"),
    (USAGE, "validate ops nvidia_t4"),
    (INVALID, "validate ops broken.json"),
    (USAGE, "validate network nvidia_t4 net.json"),
    (INVALID, "validate network broken.json net.json"),

    (DONE, "header box.json -o made.hpp"),
    (USAGE, "header nvidia_t44"),
    (INVALID, "header broken.json"),
    (FAILED, "header box.json -o box.json/made.hpp"),

    (DONE, f"import rows.csv {IMPORT}"),
    (USAGE, f"import none.csv {IMPORT}"),
    (USAGE, f"import rows.csv {IMPORT} --unit parsecs"),
    (INVALID, f"import rows.csv {IMPORT.replace('made', 'broken')} --append"),

    (DONE, "datasheet ampere-altra -o altra.json"),
    (USAGE, "datasheet no_such_machine -o none.json"),

    (USAGE, "network"),
    (DONE, "network list"),
    (DONE, "network show resnet50"),
    (USAGE, "network show resnet5"),
    (INVALID, "network show broken.json"),
    (INVALID, "network import broken.onnx -o made_net.json"),
    (INVALID, "network import none.onnx -o made_net.json"),
    (DONE, "network diff net.json net.json"),
    (INVALID, "network diff net.json broken.json"),

    (DONE, ["engine", "hello", FAKE]),
    (USAGE, "engine hello no_such_engine_anywhere"),
    (INVALID, ["engine", "hello", f"{FAKE} garbage hello"]),
    (USAGE, ["engine", "check", f"{FAKE} exit start"]),
    (INVALID, ["engine", "check", f"{FAKE} refuse"]),

    (DONE, "completion bash"),
    (USAGE, "completion no_such_shell"),
]

HEADER_CALLS = [
    (DONE, "--version"),
    (DONE, "--help"),
    (DONE, "box.json"),
    (DONE, "--network net.json"),
    (USAGE, ""),
    (USAGE, "--no-such-option"),
    (INVALID, "none.json"),
    (INVALID, "broken.json"),
    (INVALID, "--network box.json"),
    (FAILED, "box.json -o box.json/made.hpp"),
]


class ExitStatus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        slow = json.loads(json.dumps(PROFILE))
        slow["tables"][0]["latency_s"] = [2e-6, 8e-6]
        other = json.loads(json.dumps(PROFILE).replace("own_1t_warm", "own_2t_warm"))
        other["settings"][0]["threads"] = 2
        for name, content in (("box.json", json.dumps(PROFILE)), ("slow.json", json.dumps(slow)),
                              ("other.json", json.dumps(other)), ("newer.json", json.dumps({**PROFILE, "schema": 999})),
                              ("net.json", json.dumps(NETWORK)), ("broken.json", '{"schema": 1,'),
                              ("broken.onnx", "no model"), ("rows.csv", ROWS)):
            (pathlib.Path(cls.folder.name) / name).write_text(content)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def status_of(self, program, words, stdout=subprocess.PIPE):
        words = words.split() if isinstance(words, str) else words
        return subprocess.run([program, *words], cwd=self.folder.name, stdout=stdout, stderr=subprocess.PIPE, text=True,
                              timeout=120)

    def expect(self, program, calls):
        for status, words in calls:
            with self.subTest(words=words):
                result = self.status_of(program, words)
                self.assertEqual(result.returncode, status, result.stdout + result.stderr)
                if status not in (DONE, BEYOND):
                    self.assertNotEqual(result.stdout + result.stderr, "", "it says why")

    def test_of_calib(self):
        self.expect(CALIB, CALLS)

    def test_of_calib_header(self):
        self.expect(CALIB_HEADER, HEADER_CALLS)

    def test_output_that_is_lost_is_a_failure(self):
        for program, words in ((CALIB, "--version"), (CALIB, "--help"), (CALIB, "show box.json"),
                               (CALIB, "completion bash"), (CALIB_HEADER, "--help"), (CALIB_HEADER, "box.json")):
            with self.subTest(program=program, words=words), open("/dev/full", "w") as full:
                result = self.status_of(program, words, full)
                self.assertEqual(result.returncode, FAILED, result.stderr)
                self.assertIn("cannot write to stdout", result.stderr)

    def test_every_command_and_every_documented_status_is_here(self):
        text = self.status_of(CALIB, "--help").stdout
        documented = re.findall(r"\d+", text[text.index("Exit status:"):])
        self.assertEqual([int(one) for one in documented],
                         [DONE, FAILED, USAGE, BELOW_QUALITY, BEYOND, INVALID, INTERRUPTED])
        commands = re.findall(r"^  ([a-z]+) ", text[text.lower().index("subcommands:"):], re.MULTILINE)
        called = {words.partition(" ")[0] if isinstance(words, str) else words[0] for _, words in CALLS}
        self.assertGreater(len(commands), 10)
        self.assertEqual(set(commands) - called, set())


if __name__ == "__main__":
    unittest.main()
