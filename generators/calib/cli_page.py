#!/usr/bin/env python3
"""Makes docs/cli.md of what the programs' --help says.

cli_page.py CALIB CALIB_HEADER PAGE           writes the page
cli_page.py CALIB CALIB_HEADER PAGE --check   fails if the page is not what --help says now
"""

import argparse
import difflib
import itertools
import os
import pathlib
import re
import subprocess
import sys

HOW_TO_RENEW = "cmake --build <build folder> --target docs_cli"
HEAD = f"""# The command line

This page is made from the programs' `--help`, so edit the texts in `generators/calib/` and `generators/calib-header/`.
To renew it: `{HOW_TO_RENEW}`.

Words such as *setting* and *knot* are explained in the [glossary](glossary.md).
"""


def help_of(program, *subcommands):
    environment = {**os.environ, "LC_ALL": "C", "COLUMNS": "80"}
    return subprocess.run([program, *subcommands, "--help"], env=environment, check=True, text=True,
                          encoding="utf-8", stdout=subprocess.PIPE).stdout


def entries(lines):
    """Pairs of what is typed and what it does. A long name stands alone on its line, before one that begins later."""
    found = []
    for line, after in itertools.zip_longest(lines, lines[1:], fillvalue=""):
        name, text = line[:30].strip(), line[30:].strip()
        if name and after and not after[:30].strip():
            name, text = line.strip(), ""
        if name:
            found.append([name, text])
        else:
            found[-1][1] = f"{found[-1][1]} {text}".strip()
    return found


def sections(text):
    """Of one --help: what it says first, and the lines under each title, as {"Options": [...]}"""
    before, found, title = [], {}, None
    for line in text.splitlines():
        heading = re.fullmatch(r"(\w[\w ]*):", line)
        if heading:
            title = heading.group(1)
            found[title] = []
        elif line:
            if not line.startswith(" "):
                title = None
            (found[title] if title else before).append(line)
    return before, found


def in_table(text):
    return re.sub(r"([|<*\\])", r"\\\1", text)


def typed(name):
    """`-o, --output TEXT`, and what is said of it, of CLI11's `-o,--output TEXT REQUIRED`. What an option needs is in
    its text."""
    notes = " (required)" if " REQUIRED" in name else ""
    name = re.sub(r" REQUIRED| Needs: .*", "", name).replace(",--", ", --")
    name = re.sub(r":(POSITIVE|\{[^}]*\})", "", name)
    span = re.search(r":(?:INT in \[)?(\S+) (?:-|to) ([^]]+)\]?$", name)
    if span:
        name, notes = name[:span.start()], f"; from {span.group(1)} to {span.group(2)}{notes}"
    return name.replace("|", r"\|"), notes


def table(title, rows):
    out = [f"| {title} | meaning |", "|---|---|"]
    for name, text in rows:
        name, notes = typed(name)
        out.append(f"| `{name}` | {in_table(text)}{notes} |")
    return out + [""]


def section(program, path):
    name = " ".join(["calib", *path])
    before, parts = sections(help_of(program, *path))
    usage = next(line for line in before if line.startswith("Usage: "))
    said = before[:before.index(usage)]
    out = [f"## {name}", "", " ".join(said), "", "```", usage.removeprefix("Usage: "), "```", ""]
    subcommands = entries(parts.get("Subcommands", []))
    if subcommands:
        out += ["| command | meaning |", "|---|---|"]
        out += [f"| [`{name} {sub}`](#{'-'.join(['calib', *path, sub])}) | {in_table(text)} |"
                for sub, text in subcommands] + [""]
    if "Positionals" in parts:
        out += table("argument", entries(parts["Positionals"]))
    options = [one for one in entries(parts.get("Options", [])) if not path or not one[0].startswith("-h,")]
    if options:
        out += table("option", options)
    after = before[before.index(usage) + 1:]
    if after:
        out += after + [""]
    for sub, _ in subcommands:
        out += section(program, [*path, sub])
    return out


def page(calib, calib_header):
    out = [HEAD, *section(calib, []), "## calib-header", "", "```", help_of(calib_header).rstrip(), "```"]
    return "\n".join(out) + "\n"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("calib")
    arguments.add_argument("calib_header")
    arguments.add_argument("page", type=pathlib.Path)
    arguments.add_argument("--check", action="store_true")
    given = arguments.parse_args()
    text = page(given.calib, given.calib_header)
    if not given.check:
        given.page.write_text(text, encoding="utf-8")
        return 0
    there = given.page.read_text(encoding="utf-8") if given.page.exists() else ""
    if there == text:
        return 0
    difference = difflib.unified_diff(there.splitlines(True), text.splitlines(True), str(given.page), "--help")
    sys.stdout.writelines(difference)
    print(f"\n{given.page} is not what --help says now; renew it: {HOW_TO_RENEW}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
