"""`calib merge`: the halves of a shipped profile make the whole again."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROFILES = pathlib.Path(__file__).parents[3] / "profiles"


def calib(*words):
    return subprocess.run([os.environ["CALIB"], *map(str, words)], capture_output=True, text=True, encoding="utf-8")


class Merge(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)
        self.whole = json.loads((PROFILES / "amd_epyc_turin_2c.json").read_text(encoding="utf-8"))

    def half(self, name, kept):
        part = dict(self.whole, tables=[table for table in self.whole["tables"] if kept(table)])
        used = {table["setting"] for table in part["tables"]}
        part["settings"] = [setting for setting in part["settings"] if setting["id"] in used]
        part["default_setting"] = part["settings"][0]["id"]
        (self.at / name).write_text(json.dumps(part), encoding="utf-8")
        return self.at / name

    def test_halves_make_the_whole(self):
        for kept in [lambda table: table["precision"] == "f32", lambda table: table["setting"] == "openblas_1t_warm"]:
            first, second = self.half("a.json", kept), self.half("b.json", lambda table, kept=kept: not kept(table))
            result = calib("merge", first, second, "-o", self.at / "c.json")
            self.assertEqual(result.returncode, 0, result.stderr)
            found = json.loads((self.at / "c.json").read_text(encoding="utf-8"))

            def place(table):
                return table["setting"], table["operation"], table["precision"]

            self.assertEqual(sorted(found.pop("tables"), key=place), sorted(self.whole["tables"], key=place))
            self.assertEqual(found, {key: value for key, value in self.whole.items() if key != "tables"})

    def test_other_machines_are_refused_and_nothing_is_written(self):
        result = calib("merge", "amd_epyc_turin_2c", "amd_epyc_genoa_2c", "-o", self.at / "c.json")
        self.assertEqual(result.returncode, 2)
        self.assertIn("the caches (L1 49152 bytes", result.stderr)
        self.assertFalse((self.at / "c.json").exists())

    def test_a_table_of_both_must_be_preferred(self):
        first = self.half("a.json", lambda table: True)
        self.whole["tables"][0]["latency_s"][0] *= 2
        second = self.half("b.json", lambda table: True)
        refused = calib("merge", first, second, "-o", self.at / "c.json")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("gemm f32 in openblas_1t_warm", refused.stderr)
        self.assertEqual(calib("merge", first, second, "-o", self.at / "c.json", "--prefer", "second").returncode, 0)
        found = json.loads((self.at / "c.json").read_text(encoding="utf-8"))
        self.assertEqual(found["tables"], self.whole["tables"])


if __name__ == "__main__":
    unittest.main()
