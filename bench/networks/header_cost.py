#!/usr/bin/python3
"""What a network's header and a static_assert on its latency add to a compile that has the profile's header already.

    bench/networks/header_cost.py build/release/bin/calib-header [--compiler g++ clang++] [--network resnet50 ...]

Prints processor seconds: the least of some runs, as other work on the machine only adds. Compiles without optimisation,
as constants are evaluated before it.
"""

import argparse
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROFILE = "amd_epyc_genoa_2c"

INCLUDED = f"""#include <calib/calib.hpp>
#include <calib/profiles/{PROFILE}.hpp>
"""
ASSERTED = """#include <calib/network.hpp>
#include <calib/networks/{id}.hpp>
using cpu = calib::mapper<calib::profiles::{profile}, calib::setting::onednn_1t_warm, calib::fallback::roofline>;
static_assert(calib::latency<cpu>(calib::networks::{id}(1)).count() > 0);
"""
LIMITS = {"clang": ["-fconstexpr-steps=20000000"], "g": ["-fconstexpr-ops-limit=400000000"]}


def processor_seconds(command):
    before = os.times()
    subprocess.run(command, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def cost(compiler, includes, folder, text, runs):
    source = folder / "translation_unit.cpp"
    source.write_text(text)
    family = "clang" if "clang" in compiler else "g"
    command = [compiler, "-std=c++20", "-O0", "-c", *LIMITS[family], *(f"-I{one}" for one in includes), f"-I{folder}",
               str(source), "-o", str(folder / "translation_unit.o")]
    return min(processor_seconds(command) for _ in range(runs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("generator", help="calib-header")
    parser.add_argument("--compiler", nargs="+", default=["g++", "clang++"])
    parser.add_argument("--network", nargs="+", default=["resnet18", "resnet50", "mobilenet_v2", "densenet121",
                                                         "bert_base"])
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    # The build's own headers lie beside its programs.
    includes = [ROOT / "include", pathlib.Path(given.generator).resolve().parents[1] / "include"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for kind, ids, options in ("profiles", [PROFILE], []), ("networks", given.network, ["--network"]):
            (folder / "calib" / kind).mkdir(parents=True)
            for one in ids:
                subprocess.run([given.generator, *options, "--id", one, "-o", folder / "calib" / kind / f"{one}.hpp",
                                ROOT / kind / f"{one}.json"], check=True)
        for compiler in given.compiler:
            alone = cost(compiler, includes, folder, INCLUDED, given.runs)
            print(f"{compiler}: {alone:.2f} s with the profile alone")
            for one in given.network:
                text = INCLUDED + ASSERTED.format(id=one, profile=PROFILE)
                asserted = cost(compiler, includes, folder, text, given.runs)
                print(f"  {one:16} adds {asserted - alone:5.2f} s")


if __name__ == "__main__":
    main()
