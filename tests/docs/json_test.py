"""docs/json.md has every key that `--json` prints, and no other, for what needs no measuring."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "json.md"
NETWORK = ["estimate", "intel_i7_12700k", "resnet18", "--fallback", "roofline"]


def calib(*words):
    run = subprocess.run([os.environ["CALIB"], *words, "--json"], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def keys_in(value, at=""):
    """The paths of all values that are no objects; lists of objects are "x[]"."""
    if isinstance(value, dict):
        return set().union(*(keys_in(one, f"{at}.{key}" if at else key) for key, one in value.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return set().union(*(keys_in(one, f"{at}[]") for one in value))
    return {at}


def documented(title):
    """Patterns of the keys in the tables of a section."""
    section = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.M | re.S).group(1)
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}


def is_called(key, pattern):
    return re.fullmatch(re.sub(r"\b[A-Z]+\b", r"[^.]+", re.escape(pattern)), key) is not None


class Json(unittest.TestCase):
    def expect_same(self, title, *values, beside=()):
        found = set().union(*(keys_in(value) for value in values))
        patterns = documented(title)
        self.assertEqual([key for key in sorted(found)
                          if not any(is_called(key, one) for one in patterns) and not key.startswith(beside)], [])
        self.assertEqual([one for one in sorted(patterns) if not any(is_called(key, one) for key in found)], [])

    def test_of_an_operation(self):
        self.expect_same("calib estimate, of an operation",
                         calib("estimate", "intel_i7_12700k", "gemm", "m=64", "n=64", "k=64"))

    def test_of_a_network_and_of_several_devices(self):
        several = calib(*NETWORK, "--profile", "nvidia_v100_pcie")
        for device in several["devices"]:
            del device["fastest_in"]
        one = calib(*NETWORK)
        self.assertEqual(keys_in(several["devices"]), {f"[].{key}" for key in keys_in(one)})
        del several["devices"]
        self.expect_same("calib estimate, of a network", one, several)

    def test_of_show(self):
        self.expect_same("calib show", calib("show", "intel_i7_12700k"), beside=("tables[].misfits.worst[]",))

    def test_of_compare(self):
        self.expect_same("calib compare", calib("compare", "amd_epyc_turin_2c", "amd_epyc_genoa_2c", "--force"))

    def test_of_evaluate(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = pathlib.Path(folder) / "rows.csv"
            rows.write_text("m,n,k,latency_s\n64,64,64,6e-6\n128,128,128,3e-5\n")
            self.expect_same("calib evaluate", calib("evaluate", "intel_i7_12700k", rows, "--op", "gemm"))


if __name__ == "__main__":
    unittest.main()
