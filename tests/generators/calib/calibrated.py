"""What the tests of `calib` share: the program, the schema of profiles, and a real calibration of a few shapes."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

CALIB = os.environ["CALIB"]
SCHEMA = json.loads(pathlib.Path(os.environ["CALIB_SCHEMA"]).read_text())


def calib(*arguments, cpus=None, environment=None):
    """Runs the program, on these CPUs if some are given, with these variables on top."""
    command = ["taskset", "-c", ",".join(map(str, sorted(cpus))), CALIB] if cpus else [CALIB]
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(environment or {})})


def interrupted(*arguments):
    """Runs the program, which is to measure for long, and ends it with one Ctrl-C once it has said something."""
    process = subprocess.Popen([CALIB, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               text=True)
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    return process.returncode


class Calibrated(unittest.TestCase):
    """Has a folder of its own, in it the profile of a short run."""

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
