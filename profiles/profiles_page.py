#!/usr/bin/env python3
"""Makes docs/profiles.md of the shipped profiles.

profiles_page.py PAGE           writes the page
profiles_page.py PAGE --check   fails if the page is not what the profiles hold
"""

import argparse
import collections
import difflib
import json
import pathlib
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
HOW_TO_RENEW = "/usr/bin/python3 profiles/profiles_page.py docs/profiles.md"
HEAD = f"""# The shipped profiles

This page is made from the files in `profiles/`. To renew it:
`{HOW_TO_RENEW}`.

A program names a profile by its id, as in `calib show nvidia_h200_sxm` or `calib_add_profile(NAME nvidia_h200_sxm)`.
Each row is a [setting](glossary.md#setting) in one precision. A [mapper](glossary.md#mapper) that names none uses the
default one, which is marked with *.

| column | content |
|---|---|
| operations | those that have a [table](glossary.md#table) |
| grades | how many tables have which [grade](glossary.md#grade); imported tables have none |
| median, p95 | the [error](glossary.md#error-band) of the tables: the table in the middle, and the worst one |

| profile | machine | setting | precision | operations | grades | median, % | p95, % |
|---|---|---|---|---|---|--:|--:|
"""
DATASHEETS = """
## Datasheets

These profiles have peaks and no tables. Every answer is the [roofline](glossary.md#roofline), and a precision without a
peak has no answer. `calib datasheet PRESET -o FILE` makes more of them.

| profile | machine | peaks | bandwidth |
|---|---|---|--:|
"""
TAIL = """
Where the measurements of a table come from, its licence and its conditions are in the profile, and `calib show` prints
each table by itself. How imported tables were judged: [lab/published-sets](lab/published-sets.md).
"""


def read_profiles():
    names = sorted(path for path in HERE.glob("*.json") if path.name != "schema.json")
    return [json.loads(path.read_text(encoding="utf-8")) for path in names]


def percent(value):
    return f"{100 * value:.1f}"


def spread(values):
    """The middle one and the worst one; one number where they are the same table's."""
    if not values:
        return "-"
    if len(values) == 1:
        return percent(values[0])
    return f"{percent(statistics.median_low(values))} .. {percent(max(values))}"


def origin(profile):
    names = {table.get("source", {}).get("name", "") for table in profile["tables"]}
    return f"measured by calib, {profile['created']}" if names == {"measured by calib"} else "imported"


def grades(tables):
    count = collections.Counter(table.get("quality", {}).get("grade") for table in tables)
    return ", ".join(f"{count[grade]} {grade}" for grade in sorted(filter(None, count))) or "-"


def rows_of(profile):
    """A row for each setting and precision, in the order of the file."""
    found = {}
    for table in profile["tables"]:
        found.setdefault((table["setting"], table["precision"]), []).append(table)
    for (setting, precision), tables in found.items():
        mark = " *" if setting == profile["default_setting"] else ""
        errors = [table["error"] for table in tables if table.get("error", {}).get("count")]
        yield (f"`{setting}`{mark}", precision, ", ".join(table["operation"] for table in tables), grades(tables),
               spread([error["median"] for error in errors]), spread([error["p95"] for error in errors]))


def measured(profiles):
    for profile in profiles:
        machine = f"{profile['name']}; {origin(profile)}"
        for row in rows_of(profile):
            yield f"| `{profile['id']}` | {machine} | {' | '.join(row)} |\n"
            machine = ""


def datasheets(profiles):
    for profile in profiles:
        if not profile["tables"]:
            peaks = profile["theoretical_peaks"]
            rates = ", ".join(f"{name} {rate / 1e12:.4g}" for name, rate in peaks["flops_per_s"].items())
            yield (f"| `{profile['id']}` | {profile['name']} | {rates} TFLOP/s |"
                   f" {peaks['bandwidth_bytes_per_s'] / 1e9:.0f} GB/s |\n")


def page_of(profiles):
    return "".join([HEAD, *measured(profiles), DATASHEETS, *datasheets(profiles), TAIL])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    page = page_of(read_profiles())
    if not arguments.check:
        arguments.page.write_text(page, encoding="utf-8")
        return
    there = arguments.page.read_text(encoding="utf-8")
    if there != page:
        difference = difflib.unified_diff(there.splitlines(), page.splitlines(), str(arguments.page), "profiles",
                                          lineterm="")
        sys.exit("\n".join([*difference, f"{arguments.page} is not what the profiles hold; renew it: {HOW_TO_RENEW}"]))


if __name__ == "__main__":
    main()
