"""`calib engine`, with the fake engine, and with the shipped ones where what they run on is installed."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

CALIB = os.environ["CALIB"]
FAKE = f"/usr/bin/python3 -B {pathlib.Path(__file__).parent / 'fake_engine.py'}"
PATIENTLY = ("--timeout", "600")  # a busy machine may take a minute to load PyTorch
ENGINES = pathlib.Path(os.environ["CALIB_ENGINE_FILES"])


def calib(*arguments):
    return subprocess.run([CALIB, "engine", *arguments], capture_output=True, text=True, timeout=1200)


class Command(unittest.TestCase):
    def test_hello_tells_what_an_engine_offers(self):
        result = calib("hello", FAKE)
        self.assertEqual(result.returncode, 0, result.stderr)
        for line in ["fake 2.5, made up", "up to 2 threads", "bias, relu", "conv2d_3x3  f32"]:
            self.assertIn(line, result.stdout)

    def test_hello_as_json(self):
        found = json.loads(calib("hello", FAKE, "--json").stdout)
        self.assertEqual(found["name"], "fake")
        self.assertEqual(found["absorbs"], ["bias", "relu"])
        self.assertIn({"operation": "gemm", "precisions": ["f32"]}, found["operations"])

    def test_check_prints_a_line_for_each_check(self):
        result = calib("check", FAKE)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("ok      an unknown request is refused", result.stdout)
        self.assertNotIn("FAILED", result.stdout)

    def test_check_ends_with_5_where_one_fails(self):
        result = calib("check", f"{FAKE} wrong_result check")
        self.assertEqual(result.returncode, 5)
        self.assertIn("FAILED  results are within their tolerances: gemm f32", result.stdout)

    def test_a_command_that_is_none_is_wrong_usage(self):
        result = calib("hello", "/no/such/engine")
        self.assertEqual(result.returncode, 2)
        self.assertIn("could not be run", result.stderr)

    def test_an_engine_that_talks_nonsense_is_a_bad_input(self):
        result = calib("hello", f"{FAKE} garbage hello")
        self.assertEqual(result.returncode, 5)
        self.assertIn("no JSON object", result.stderr)


class Conversation:
    """An engine that is spoken to line by line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(list(map(str, command)), text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, request, **fields):
        self.process.stdin.write(json.dumps({"request": request, **fields}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()


class Shipped:
    """What every shipped engine does; NAME, COMMAND and missing() are those of one."""

    @classmethod
    def setUpClass(cls):
        why = cls.missing()
        if why:
            raise unittest.SkipTest(why)

    def test_keeps_to_the_protocol(self):
        result = calib("check", self.NAME, *PATIENTLY)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_refuses_one_workload_and_keeps_the_others(self):
        workloads = [{"operation": "relu", "precision": "f32", "dims": {"elements": 1000}},
                     {"operation": "relu", "precision": "f64", "dims": {"elements": 1000}},
                     {"operation": "softmax", "precision": "f32", "dims": {"rows": 0, "cols": 3}},
                     {"operation": "linear", "precision": "f32", "dims": {"m": 3, "n": 5, "k": 7}}]
        with Conversation(*self.COMMAND) as engine:
            became = engine.ask("prepare", id="a", threads=1, seed=1, workloads=workloads)
            self.assertEqual([one["accepted"] for one in became["workloads"]], [True, False, False, True])
            for seed in (1, 2):
                rounds = engine.ask("run", id="a", rounds=4, seed=seed)["rounds"]
                self.assertEqual([len(one["latency_s"]) for one in rounds], [2] * 4)

    def test_operands_follow_from_the_seed(self):
        workloads = [{"operation": "linear", "precision": "f32", "dims": {"m": 30, "n": 50, "k": 70}}]
        with Conversation(*self.COMMAND) as engine:
            for name, seed in (("a", 1), ("b", 1), ("c", 2)):
                engine.ask("prepare", id=name, threads=1, seed=seed, workloads=workloads)
            a, b, c = (engine.ask("check", id=name)["checks"][0]["difference"] for name in "abc")
        self.assertEqual(a, b)
        self.assertNotEqual(a, c)


class PyTorch(Shipped, unittest.TestCase):
    NAME = "pytorch"
    COMMAND = ("/usr/bin/python3", "-B", ENGINES / "pytorch.py")

    @staticmethod
    def missing():
        found = subprocess.run(["/usr/bin/python3", "-c", "import torch"], capture_output=True)
        return "" if found.returncode == 0 else "python3-torch is not installed"

    def test_other_modes_keep_to_the_protocol(self):
        result = calib("check", "pytorch --mode optimize_for_inference", *PATIENTLY)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_times_a_network_and_its_calls(self):
        with Conversation(*self.COMMAND) as engine:
            found = engine.ask("network", network="squeezenet1_1", threads=1, sizes={"batch": 1}, rounds=2, seed=1)
        if not found["ok"] and "torchvision is not installed" in found["error"]:
            self.skipTest(found["error"])
        self.assertTrue(found["ok"], found)
        self.assertIn({"name": "features.0", "operation": "Conv2d"}, found["nodes"])
        self.assertEqual([len(one["latency_s"]) for one in found["rounds"]], [len(found["nodes"])] * 2)


def field(number, content):
    """A field of a protobuf message: a whole number, or bytes of which there are fewer than 128."""
    if isinstance(content, int):
        return bytes([number << 3, content])
    content = content.encode() if isinstance(content, str) else content
    return bytes([number << 3 | 2, len(content)]) + content


def relu_model():
    """y = relu(x) over [batch, 5]."""
    shape = field(2, field(1, field(2, "batch")) + field(1, field(1, 5)))
    kind = field(2, field(1, field(1, 1) + shape))
    node = field(1, "x") + field(2, "y") + field(3, "first") + field(4, "Relu")
    graph = field(1, node) + field(2, "g") + field(11, field(1, "x") + kind) + field(12, field(1, "y") + kind)
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))


class OnnxRuntime(Shipped, unittest.TestCase):
    NAME = "onnxruntime"
    COMMAND = ("node", ENGINES / "onnxruntime.mjs")

    @classmethod
    def missing(cls):
        try:
            found = subprocess.run(list(map(str, cls.COMMAND)), input="", capture_output=True, text=True)
        except FileNotFoundError:
            return "node is not installed"
        return "" if found.returncode == 0 else found.stderr

    def test_times_a_file_node_by_node(self):
        with tempfile.TemporaryDirectory() as folder, Conversation(*self.COMMAND) as engine:
            file = pathlib.Path(folder) / "relu.onnx"
            file.write_bytes(relu_model())
            found = engine.ask("network", network=str(file), threads=1, sizes={"batch": 3}, rounds=2, seed=1)
        self.assertTrue(found["ok"], found)
        self.assertEqual(found["nodes"], [{"name": "first", "operation": "Relu"}])
        self.assertEqual(len(found["rounds"]), 2)

    def test_a_block_behind_another_reads_its_last_time(self):
        """As oneDNN's networks do: tests/generators/calibration/network_steps_test.cpp."""
        file = ENGINES.parents[2] / "tests/samples/blocks_in_a_row.json"
        program = f"""import {{ readFileSync }} from 'node:fs';
            import {{ unrolled }} from '{ENGINES}/onnxruntime_network.mjs';
            const value = (size) => typeof size === 'number' ? size : 64;
            const layers = unrolled(JSON.parse(readFileSync('{file}')).layers, value);
            console.log(JSON.stringify(layers.map(({{ name, inputs }}) => [name, inputs])));"""
        found = subprocess.run(["node", "--input-type=module", "-e", program], capture_output=True, text=True)
        self.assertEqual(json.loads(found.stdout or found.stderr),
                         [["x", ["input"]], ["mask", ["input"]], ["a", ["x"]], ["a#1", ["a"]], ["b", ["a#1", "mask"]],
                          ["b#1", ["b", "mask"]], ["b#2", ["b#1", "mask"]], ["y", ["b#2", "a#1"]]])

    def test_runs_a_network_of_calib(self):
        file = ENGINES.parents[2] / "networks/squeezenet1_1.json"
        with Conversation(*self.COMMAND) as engine:
            found = engine.ask("network", network=str(file), threads=1, sizes={"batch": 1}, rounds=1, seed=1)
            unknown = engine.ask("network", network=str(file), threads=1, sizes={"length": 1}, rounds=1, seed=1)
        self.assertTrue(found["ok"], found)
        layers = {layer["name"] for layer in json.loads(file.read_text())["layers"]}
        convolutions = [node["name"] for node in found["nodes"] if "Conv" in node["operation"]]
        self.assertEqual(len(convolutions), 26)  # each with its ReLU
        self.assertLessEqual(set(convolutions), layers)
        self.assertIn("no symbol length", unknown["error"])


if __name__ == "__main__":
    unittest.main()
