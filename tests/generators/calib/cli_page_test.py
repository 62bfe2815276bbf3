"""How generators/calib/cli_page.py reads --help."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "generators" / "calib"))
from cli_page import entries, table  # noqa: E402

HELP = """\
  -o,--output TEXT REQUIRED   the page
  --share FLOAT:0.001 to 1
                              share that is assumed
  --latency FLOAT:0 to 1000000
                              seconds of a transfer
  --company UINT:INT in [1 - 1048576]
                              MiB between two calls
  --replace Needs: --append   with --append: in its place
  --size TEXT ...             one of a or b"""


class Options(unittest.TestCase):
    def test_are_cut_where_their_text_begins(self):
        self.assertEqual(table("option", entries(HELP.splitlines()))[2:-1], [
            "| `-o, --output TEXT` | the page (required) |",
            "| `--share FLOAT` | share that is assumed; from 0.001 to 1 |",
            "| `--latency FLOAT` | seconds of a transfer; from 0 to 1000000 |",
            "| `--company UINT` | MiB between two calls; from 1 to 1048576 |",
            "| `--replace` | with --append: in its place |",
            "| `--size TEXT ...` | one of a or b |"])


if __name__ == "__main__":
    unittest.main()
