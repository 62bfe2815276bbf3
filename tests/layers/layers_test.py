"""The layer check sees what it is for: made-up trees with one fault each."""

import pathlib
import tempfile
import unittest

import layers

PAGE = """
| folder | target | holds | may include |
|---|---|---|---|
| `include/calib` | | | |
| `src/low` | | | `include/calib` |
| `src/high` | | | `include/calib`, `src/low` |

| library | headers | seen by |
|---|---|---|
| BLAS | `cblas.h` | `src/low` |
"""

CLEAN = {
    "docs/architecture.md": PAGE,
    "include/calib/op.hpp": "#include <array>\n",
    "src/low/table.hpp": '#include "calib/op.hpp"\n#include <cblas.h>\n',
    "src/low/table.cpp": '#include "low/table.hpp"\n',
    "src/high/answer.cpp": '#include "low/table.hpp"\n#include <calib/version.hpp>\n',
}


def faults_of(files):
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for name, text in files.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text, encoding="utf-8")
        return layers.check(tree)


class Layers(unittest.TestCase):
    def test_a_tree_that_keeps_the_layers_has_no_fault(self):
        self.assertEqual(faults_of(CLEAN), [])

    def test_an_include_of_a_folder_above_is_named_by_file_and_line(self):
        found = faults_of(CLEAN | {"src/high/other.hpp": "", "src/low/table.cpp": '\n#include "high/other.hpp"\n'})
        self.assertEqual(found, ['src/low/table.cpp:2: src/low may not include "high/other.hpp" of src/high'])

    def test_an_include_by_a_relative_path_is_seen_too(self):
        found = faults_of(CLEAN | {"src/high/other.hpp": "", "src/low/table.cpp": '#include "../high/other.hpp"\n'})
        self.assertEqual(found, ['src/low/table.cpp:1: src/low may not include "../high/other.hpp" of src/high'])

    def test_a_library_is_seen_only_by_its_folders(self):
        found = faults_of(CLEAN | {"src/high/answer.cpp": "#include <cblas.h>\n"})
        self.assertEqual(found, ["src/high/answer.cpp:1: src/high may not see <cblas.h>; only src/low"])

    def test_a_cycle_is_named_at_each_of_its_includes(self):
        found = faults_of(CLEAN | {"src/low/table.cpp": '#include "low/axis.hpp"\n',
                                   "src/low/axis.hpp": '#include "low/table.hpp"\n'})
        self.assertEqual(found, [
            'src/low/axis.hpp:1: "low/table.hpp" closes a cycle of src/low/axis, src/low/table',
            'src/low/table.cpp:1: "low/axis.hpp" closes a cycle of src/low/axis, src/low/table'])

    def test_a_folder_without_a_row_is_a_fault(self):
        self.assertEqual(faults_of(CLEAN | {"src/new/part.cpp": ""}),
                         ["src/new/part.cpp:1: lies in no folder of docs/architecture.md"])

    def test_a_file_that_does_not_exist_is_a_fault(self):
        self.assertEqual(faults_of(CLEAN | {"src/low/table.cpp": '#include "gone.hpp"\n'}),
                         ['src/low/table.cpp:1: "gone.hpp" is no file of the tree'])

    def test_a_target_that_the_page_does_not_name_is_a_fault(self):
        self.assertEqual(faults_of(CLEAN | {"src/low/CMakeLists.txt": "\nadd_library(low STATIC table.cpp)\n"}),
                         ["src/low/CMakeLists.txt:2: docs/architecture.md has no target low"])


if __name__ == "__main__":
    unittest.main()
