"""Every snippet of the documentation is compiled or run, so that none goes stale.

  cpp, c    compiled: each is complete, and includes what it uses
  sh        lines that begin with `calib ` are run; those that measure are held against docs/cli.md
  cmake     the functions, options and targets of calib that it names must be there
  console   commands behind `$ calib ` are run, and must print the lines below them; a line `...` stands for any lines

In a folder with the files that the pages speak of: profiles of a machine, a model, measurements.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import markdown  # noqa: E402

TREE = pathlib.Path(__file__).resolve().parents[2]
CALIB = pathlib.Path(os.environ["CALIB"])
CALIB_HEADER = os.environ["CALIB_HEADER"]
COMPILER = os.environ["CALIB_CXX"]
C_COMPILER = os.environ["CALIB_CC"]
BUILD_INCLUDE = pathlib.Path(os.environ["CALIB_BUILD_INCLUDE"])

# Its snippets are parts of calib's own sources.
NOT_HELD = {"docs/engines.md"}
PAGES = [TREE / "README.md", *(page for page in sorted((TREE / "docs").glob("*.md"))
                               if str(page.relative_to(TREE)) not in NOT_HELD)]

CMAKE_SOURCES = [TREE / "CMakeLists.txt", *sorted((TREE / "cmake").glob("*.cmake")),
                 *(TREE / folder / "CMakeLists.txt" for folder in ("include", "src", "kernels", "examples",
                                                                   "generators/calib-header"))]

# What stands for profiles that the pages measure.
MEASURED = TREE / "profiles/amd_epyc_genoa_2c.json"
OWN_PROFILES = ["host", "my_box", "before", "after", "two_threads", "ort"]
MEASURING = {("run",), ("validate", "ops"), ("validate", "network"), ("detect",), ("engine", "check"),
             ("engine", "hello")}

# Networks are long constant expressions; a program gets these options from calib_add_network.
CLANG = "clang" in subprocess.run([COMPILER, "--version"], capture_output=True, text=True, check=True).stdout
LIMITS = ["-fconstexpr-steps=20000000"] if CLANG else ["-fconstexpr-ops-limit=400000000"]


def generated_header(kind, name, folder):
    """Makes calib/profiles/NAME.hpp or calib/networks/NAME.hpp below the folder, of a file that stands for it."""
    header = folder / "calib" / kind / f"{name}.hpp"
    if header.exists():
        return
    json = TREE / kind / f"{name}.json"
    if not json.exists():
        json = MEASURED if name in OWN_PROFILES else TREE / "networks/resnet18.json"
    header.parent.mkdir(parents=True, exist_ok=True)
    options = ["--network"] if kind == "networks" else []
    subprocess.run([CALIB_HEADER, *options, "--id", name, "-o", header, json], check=True, capture_output=True)


def compile_fault(text, language, folder):
    """What the compiler says against the text; nothing if it compiles."""
    for kind, name in re.findall(r"#include <calib/(profiles|networks)/(\w+)\.hpp>", text):
        generated_header(kind, name, folder)
    source = folder / f"snippet.{language}"
    source.write_text(text, encoding="utf-8")
    compiler = [C_COMPILER, "-std=c99"] if language == "c" else [COMPILER, "-std=c++20", *LIMITS]
    options = ["-fsyntax-only", "-Wall", "-Wextra", "-Wno-unused", "-Werror"]
    folders = [f"-I{each}" for each in (folder, TREE / "include", TREE, BUILD_INCLUDE)]
    done = subprocess.run([*compiler, *options, *folders, source], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def cmake_options():
    """The options that calib's own CMake files declare."""
    text = "".join(file.read_text(encoding="utf-8") for file in CMAKE_SOURCES)
    return set(re.findall(r"option\((CALIB_\w+)", text)) | set(re.findall(r"set\((CALIB_\w+)\s[^)]*\bCACHE\b", text))


def cmake_fault(text):
    """The names of calib in a snippet of CMake that calib does not have."""
    sources = "".join(file.read_text(encoding="utf-8") for file in CMAKE_SOURCES)
    functions = set(re.findall(r"function\((\w+)", sources))
    targets = set(re.findall(r"add_(?:library|executable)\((calib::[\w-]+) ALIAS", sources))
    unknown = [name for name in re.findall(r"^\s*(calib_\w+)\(", text, re.M) if name not in functions]
    unknown += [name for name in re.findall(r"\bCALIB_\w+", text) if name not in cmake_options()]
    unknown += [name for name in re.findall(r"\bcalib::[\w-]+", text)
                if name not in targets and not re.match(r"calib::(profile|network)_", name)]
    return f"calib has no {', '.join(unknown)}" if unknown else ""


def commands_of(block):
    """Pairs of a command and the lines that it prints, of a block in sh or console."""
    found, going_on = [], False
    for line in block.text.splitlines():
        if going_on:
            found[-1][0] += "\n" + line
        elif block.language == "console":
            if line.startswith("$ "):
                found.append([line[2:], []])
            elif found:
                found[-1][1].append(line)
        else:
            found.append([line, []])
        going_on = bool(found) and line.endswith("\\") and not found[-1][1]
    return [(command, printed) for command, printed in found if command.startswith("calib ")]


def options_of(subcommand):
    """The options that docs/cli.md lists for a subcommand."""
    text = (TREE / "docs/cli.md").read_text(encoding="utf-8")
    heading = "## calib " + " ".join(subcommand)
    if f"\n{heading}\n" not in text:
        return None
    section = text.split(f"\n{heading}\n")[1].split("\n## ")[0]
    return {name for row in re.findall(r"^\| `([^`]*)`", section, re.M) for name in re.findall(r"--?[\w-]+", row)}


def measuring_words(command):
    """The subcommand of a command that measures; nothing for others."""
    words = shlex.split(command, comments=True)[1:]
    for subcommand in MEASURING:
        if tuple(words[:len(subcommand)]) == subcommand:
            return subcommand
    return None


def option_fault(command, subcommand):
    known = options_of(subcommand)
    if known is None:
        return f"docs/cli.md has no calib {' '.join(subcommand)}"
    words = shlex.split(command, comments=True)
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0] not in known]
    return f"docs/cli.md lists no {', '.join(unknown)}" if unknown else ""


def output_fault(wanted, printed):
    """The first line that was not printed where the text has it; nothing if all were. Columns may differ in blanks."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    at, free = 0, True
    for line in [" ".join(line.split()) for line in wanted]:
        if line == "...":
            free = True
        elif line:
            try:
                found = lines.index(line, at)
            except ValueError:
                return f"this line was not printed there:\n  {line}\nbut\n{printed}"
            if not free and any(lines[at:found]):
                return f"there are more lines before this one, and no ...:\n  {line}\nin\n{printed}"
            at, free = found + 1, False
    return ""


def command_fault(command, printed, folder):
    subcommand = measuring_words(command)
    if subcommand is not None:
        return option_fault(command, subcommand)
    environment = {**os.environ, "PATH": f"{CALIB.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True,
                          timeout=120)
    if done.returncode:
        return f"exit status {done.returncode}\n{done.stdout}{done.stderr}"
    return output_fault(printed, done.stdout)


def prepare(folder):
    """The files and folders that the pages speak of."""
    (folder / "generated/calib/profiles").mkdir(parents=True)
    for name in OWN_PROFILES:
        text = MEASURED.read_text(encoding="utf-8")
        (folder / f"{name}.json").write_text(text.replace('"id": "amd_epyc_genoa_2c"', f'"id": "{name}"', 1))
    shutil.copy(TREE / "networks/resnet50.json", folder)
    subprocess.run([sys.executable, "-B", TREE / "tests/cmake/write_model.py", folder / "model.onnx"], check=True)
    rows = [(m, n, k) for m in (64, 128, 256, 512) for n in (64, 256, 512) for k in (128, 512)]
    lines = [f"{m},{n},{k},fp32,{1e-6 + 2 * m * n * k / 5e10:.9g}\n" for m, n, k in rows]
    (folder / "sweep.csv").write_text("m,n,k,precision,latency_s\n" + "".join(lines))


class Snippets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        prepare(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def held(self, check, *languages):
        """Calls the check for each block of these languages, and fails with what it finds."""
        count = 0
        for page in PAGES:
            for block in markdown.blocks_of(page.read_text(encoding="utf-8"), *languages):
                with self.subTest(f"{page.relative_to(TREE)}:{block.line}"):
                    count += 1
                    check(block)
        self.assertGreater(count, 0)

    def test_programs_compile(self):
        def check(block):
            fault = compile_fault(block.text, block.language, self.folder)
            self.assertEqual(fault, "", f"\n{fault}")
        self.held(check, "cpp", "c")

    def test_commands_work(self):
        def check(block):
            for command, printed in commands_of(block):
                fault = command_fault(command, printed, self.folder)
                self.assertEqual(fault, "", f"\n{command}\n{fault}")
        self.held(check, "sh", "console")

    def test_cmake_names_what_is_there(self):
        self.held(lambda block: self.assertEqual(cmake_fault(block.text), ""), "cmake")

    def test_every_option_of_cmake_is_told(self):
        page = (TREE / "docs/cmake.md").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r"^\| `(CALIB_\w+)` \|", page, re.M)), cmake_options())

    def test_wrong_cmake_is_found(self):
        self.assertEqual(cmake_fault("calib_add_profile(NAME a)\nlink(calib::headers calib::profile_a)"), "")
        self.assertEqual(cmake_fault("calib_add_profiles(NAME a)\nlink(calib::header CALIB_NO)"),
                         "calib has no calib_add_profiles, CALIB_NO, calib::header")

    def test_a_wrong_program_is_found(self):
        good = "#include <calib/calib.hpp>\n#include <calib/profiles/nvidia_h200_sxm.hpp>\n" \
               "constexpr auto e = calib::mapper<calib::profiles::nvidia_h200_sxm>::estimate(\n" \
               "    calib::op::gemm<calib::bf16>{.m = 64, .n = 64, .k = 64});\n"
        self.assertEqual(compile_fault(good, "cpp", self.folder), "")
        self.assertIn("estimates", compile_fault(good.replace("estimate(", "estimates("), "cpp", self.folder))
        self.assertNotEqual(compile_fault('#include <calib/calib.h>\nint x = CALIB_NOTHING;\n', "c", self.folder), "")

    def test_a_wrong_command_is_found(self):
        self.assertIn("exit status", command_fault("calib show no_such_profile", [], self.folder))
        self.assertIn("lists no --quickly", command_fault("calib run --quickly -o host.json", [], self.folder))
        self.assertEqual(command_fault("calib run --quick -o host.json", [], self.folder), "")

    def test_a_wrong_transcript_is_found(self):
        printed = "one\ntwo  2\nthree\n"
        for wanted in (["one", "two 2", "three"], ["...", "three"], ["two 2", "three"], ["one", "...", "three"], []):
            self.assertEqual(output_fault(wanted, printed), "")
        for wanted in (["four"], ["two 2", "one"], ["one", "three"]):
            self.assertNotEqual(output_fault(wanted, printed), "")

    def test_commands_are_told_from_what_they_print(self):
        text = "```console\n$ calib show x \\\n    --json\nline\n$ ls\n```\n```sh\ncmake x\ncalib show y\n```\n"
        found = [commands_of(block) for block in markdown.blocks_of(text, "sh", "console")]
        self.assertEqual(found, [[("calib show x \\\n    --json", ["line"])], [("calib show y", [])]])


if __name__ == "__main__":
    unittest.main()
