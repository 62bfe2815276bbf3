"""The scripts of `calib completion`, in the shells that they are for."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

CALIB = pathlib.Path(os.environ["CALIB"])
ENVIRONMENT = {**os.environ, "PATH": f"{CALIB.parent}:{os.environ['PATH']}"}

# What a shell does when Tab is pressed behind these words, as far as it can be done without a terminal.
BASH = """
source /dev/stdin <<<"$(calib completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_calib
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """
compdef() { : }
compadd() { shift; print -l -- "${(@P)1}" }
_files() { print -- a file }
calib completion zsh >$TMPDIR/_calib
fpath=($TMPDIR $fpath)
autoload -Uz _calib
words=("$@"); CURRENT=$#words
_calib
"""
FISH = """
calib completion fish | source
complete --do-complete (string join ' ' -- $argv)
"""


class Completion(unittest.TestCase):
    def offered(self, shell, words):
        if shell == "fish":
            command = ["fish", "--no-config", "-c", FISH, *words]
        else:
            command = [shell, *(["-f"] if shell == "zsh" else ["--norc"]), "-c", BASH if shell == "bash" else ZSH,
                       shell, *words]
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(command, env={**ENVIRONMENT, "TMPDIR": folder}, capture_output=True, text=True,
                                  timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout.split("\n")[:-1]

    def test_each_shell_offers_what_the_program_knows(self):
        for shell in "bash", "zsh", "fish":
            with self.subTest(shell):
                if not shutil.which(shell):
                    self.skipTest(f"there is no {shell}")
                self.assertIn("estimate", self.offered(shell, ["calib", ""]))
                self.assertEqual(self.offered(shell, ["calib", "estim"]), ["estimate"])
                self.assertEqual(self.offered(shell, ["calib", "show", "nvidia_h2"]), ["nvidia_h200_sxm"])
                self.assertEqual(self.offered(shell, ["calib", "run", "--ops", "conv2d_3"]), ["conv2d_3x3"])
                self.assertEqual(self.offered(shell, ["calib", "estimate", "x", "--fallb"]), ["--fallback"])

    def test_another_shell_is_refused(self):
        done = subprocess.run([CALIB, "completion", "csh"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("{bash,zsh,fish}", done.stderr.replace(" ", ""))


if __name__ == "__main__":
    unittest.main()
