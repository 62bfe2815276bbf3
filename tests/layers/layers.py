#!/usr/bin/python3
"""Holds the sources to the layers of docs/architecture.md.

    layers.py <source tree>

Reads two tables of that page: which folder may include which, and which folders may see a library. Then reads every
#include below these folders, and the targets that their CMake files make. Prints `file:line: what is wrong` for each
include that a folder may not have, for each include of a cycle, and for each target that the page does not name; ends
with 1 where there is one.
"""

import pathlib
import re
import sys
from dataclasses import dataclass, field

SUFFIXES = {".hpp", ".cpp", ".h", ".c"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
# Where the build looks for a quoted path, besides the folder of the including file.
ROOTS = (".", "include", "src", "generators")
TARGET = re.compile(r"^\s*add_(?:library|executable)\(([\w:-]+)")
# Made by the build into the include path of calib/.
GENERATED = re.compile(r"^calib/(version\.hpp|active\.hpp|(profiles|networks)/.*)$")


@dataclass
class Rules:
    """What the page says. Folders are named by their path below the tree."""

    allowed: dict = field(default_factory=dict)  # folder -> folders it may include
    libraries: dict = field(default_factory=dict)  # beginning of a header's path -> folders that may see it
    targets: set = field(default_factory=set)

    def folder_of(self, path):
        """The innermost folder of the table that holds this path, or None."""
        inside = [f for f in self.allowed if path == f or path.startswith(f + "/")]
        return max(inside, key=len, default=None)


@dataclass(frozen=True)
class Include:
    file: str  # path below the tree
    line: int
    spelled: str
    target: str | None  # path below the tree; None: of a library, or unknown

    def place(self):
        return f"{self.file}:{self.line}"


def code_words(cell):
    return re.findall(r"`([^`]+)`", cell)


def table_rows(page, first_header):
    """The rows of the table whose first column is headed so, each a list of cells."""
    lines = iter(page.splitlines())
    for line in lines:
        if line.startswith("|") and line.split("|")[1].strip() == first_header:
            break
    else:
        raise SystemExit(f"docs/architecture.md has no table headed '{first_header}'")
    next(lines)  # the rule below the header
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows


def read_rules(page):
    rules = Rules()
    for row in table_rows(page, "folder"):
        for folder in code_words(row[0]):
            rules.allowed[folder] = set(code_words(row[-1])) | {folder}
        rules.targets |= set(code_words(row[1]))
    for row in table_rows(page, "library"):
        for beginning in code_words(row[1]):
            rules.libraries[beginning] = set(code_words(row[-1]))
    unknown = set().union(*rules.allowed.values(), *rules.libraries.values()) - rules.allowed.keys()
    if unknown:
        raise SystemExit(f"docs/architecture.md allows includes of folders it has no row for: {sorted(unknown)}")
    return rules


def resolve(tree, file, spelled):
    """The file of the tree that an include names, below the tree, or None."""
    for folder in (pathlib.Path(file).parent, *ROOTS):
        path = tree / folder / spelled
        if path.is_file():
            return path.resolve().relative_to(tree.resolve()).as_posix()
    return "include/" + spelled if GENERATED.match(spelled) else None


def read_includes(tree, rules):
    includes, faults = [], []
    for top in sorted({folder.split("/")[0] for folder in rules.allowed}):
        for path in sorted((tree / top).rglob("*")):
            file = path.relative_to(tree).as_posix()
            if path.suffix not in SUFFIXES:
                continue
            if rules.folder_of(file) is None:
                faults.append(f"{file}:1: lies in no folder of docs/architecture.md")
                continue
            for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found = INCLUDE.match(text)
                if not found:
                    continue
                include = Include(file, line, found[2], resolve(tree, file, found[2]))
                includes.append(include)
                if found[1] == '"' and include.target is None:
                    faults.append(f'{include.place()}: "{found[2]}" is no file of the tree')
    return includes, faults


def forbidden(include, rules):
    """What is wrong with one include, or None."""
    source = rules.folder_of(include.file)
    if include.target is None:
        for beginning, folders in rules.libraries.items():
            if include.spelled.startswith(beginning) and source not in folders:
                return f"{source} may not see <{include.spelled}>; only {', '.join(sorted(folders))}"
        return None
    target = rules.folder_of(include.target)
    if target in rules.allowed[source]:
        return None
    return f'{source} may not include "{include.spelled}" of {target or include.target}'


def unit_of(path):
    """A header and its source are one unit."""
    return path.rsplit(".", 1)[0]


def components(edges):
    """Tarjan's strongly connected components of a graph {node: set of nodes}, those of more than one node."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(edges.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            component = set(stack[stack.index(node):])
            del stack[stack.index(node):]
            if len(component) > 1:
                found.append(component)

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def cycles(includes):
    edges = {}
    for include in includes:
        if include.target is not None and unit_of(include.file) != unit_of(include.target):
            edges.setdefault(unit_of(include.file), set()).add(unit_of(include.target))
    faults = []
    for component in components(edges):
        for include in includes:
            ends = {unit_of(include.file), unit_of(include.target or "")}
            if len(ends) == 2 and ends <= component:
                members = ", ".join(sorted(component))
                faults.append(f'{include.place()}: "{include.spelled}" closes a cycle of {members}')
    return faults


def unnamed_targets(tree, rules):
    faults = []
    for folder in ("include", "src", "kernels", "generators"):
        for path in sorted((tree / folder).rglob("CMakeLists.txt")):
            for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                made = TARGET.match(text)
                if made and made[1] not in rules.targets:
                    place = f"{path.relative_to(tree).as_posix()}:{line}"
                    faults.append(f"{place}: docs/architecture.md has no target {made[1]}")
    return faults


def check(tree):
    """Every fault of a source tree, as lines `file:line: what`."""
    rules = read_rules((tree / "docs/architecture.md").read_text(encoding="utf-8"))
    includes, faults = read_includes(tree, rules)
    if not includes:
        raise SystemExit(f"{tree}: no #include was found in any folder of docs/architecture.md")
    faults += [f"{i.place()}: {wrong}" for i in includes if (wrong := forbidden(i, rules))]
    return faults + cycles(includes) + unnamed_targets(tree, rules)


if __name__ == "__main__":
    sys.setrecursionlimit(10000)
    problems = check(pathlib.Path(sys.argv[1]))
    print("\n".join(problems) if problems else "every include is one that docs/architecture.md allows")
    sys.exit(1 if problems else 0)
