"""The manual pages, as `man` shows them."""

import os
import pathlib
import re
import subprocess
import unittest

CALIB = os.environ["CALIB"]
PAGES = pathlib.Path(os.environ["CALIB_MAN_PAGES"])


def output_of(*command):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MAN_KEEP_FORMATTING": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def subcommands(*words):
    _, text, _ = output_of(CALIB, *words, "--help")
    below = text.partition("\nSubcommands:\n")[2]
    return [(*words, name) for name in re.findall(r"^  ([a-z][a-z-]*)", below, re.MULTILINE)]


class ManPages(unittest.TestCase):
    def test_each_command_has_one_which_man_shows_without_a_warning(self):
        commands = [()]
        for words in commands:
            commands += subcommands(*words)
        self.assertGreater(len(commands), 16)
        expected = {"-".join(["calib", *words]) + ".1" for words in commands}
        self.assertEqual({page.name for page in PAGES.iterdir()}, expected)
        for page in expected:
            status, text, warnings = output_of("man", "--warnings", "--encoding=UTF-8", "--local-file",
                                               str(PAGES / page))
            self.assertEqual((status, warnings), (0, ""), page)
            self.assertIn("SYNOPSIS", text, page)

    def test_help_prints_what_the_option_does(self):
        for words in [(), ("run",), ("network", "show")]:
            self.assertEqual(output_of(CALIB, "help", *words), output_of(CALIB, *words, "--help"))
        self.assertIn("did you mean network?", output_of(CALIB, "help", "netwrk")[2])

    def test_options_are_explained(self):
        _, text, _ = output_of("man", "--encoding=UTF-8", "--local-file", str(PAGES / "calib-run.1"))
        plain = " ".join(re.sub(r".\x08", "", text).split())
        self.assertIn("--cache TEXT ... states of the caches", plain)


if __name__ == "__main__":
    unittest.main()
