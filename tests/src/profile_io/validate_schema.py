"""Holds profiles to profiles/schema.json, and the schema to its strictness.

usage: validate_schema.py <schema.json> <folder of shipped profiles> <folder of sample profiles>

Every profile in both folders must be valid. Every change listed below, made to the sample profile full.json, must make
it invalid: a schema that accepts everything would pass the first half.
"""

import copy
import json
import pathlib
import sys

import jsonschema

MISSING = object()

# Where, and what to put there; MISSING removes the key.
FAULTS = [
    (["schema"], 2),
    (["schema"], MISSING),
    (["id"], "my-box"),
    (["id"], "class"),
    (["id"], "a__b"),
    (["name"], ""),
    (["name"], MISSING),
    (["novelty"], 1),
    (["machine", "gpu"], "x"),
    (["machine", "cores"], 2.5),
    (["machine", "caches", 0, "bytes"], 0),
    (["machine", "caches", 0, "level"], MISSING),
    (["theoretical_peaks", "flops_per_s", "f31"], 1),
    (["theoretical_peaks", "flops_per_s", "f32"], -1),
    (["theoretical_peaks", "clock_hz"], "fast"),
    (["measured_peaks", "clock_ghz"], 3),
    (["environment", "seed"], 7),
    (["settings"], []),
    (["settings"], MISSING),
    (["settings", 0, "backend"], MISSING),
    (["settings", 0, "backend"], ""),
    (["settings", 0, "cache"], "tepid"),
    (["settings", 0, "cache"], MISSING),
    (["settings", 0, "overhead_s"], -1e-7),
    (["settings", 0, "peaks", "clock_hz"], 1e9),
    (["default_setting"], MISSING),
    (["tables"], MISSING),
    (["tables", 0, "operation"], "gem"),
    (["tables", 0, "operation"], "copy"),
    (["tables", 0, "operation"], "dispatch"),
    (["tables", 0, "operation"], MISSING),
    (["tables", 0, "precision"], "fp32"),
    (["tables", 0, "setting"], MISSING),
    (["tables", 0, "axes", 0, "name"], "n"),
    (["tables", 0, "axes"], []),
    (["tables", 0, "axes", 0, "knots"], []),
    (["tables", 0, "axes", 0, "knots", 0], 0),
    (["tables", 0, "axes", 0, "knots", 1], 2**53 + 2),
    (["tables", 0, "axes", 0, "unit"], "1"),
    (["tables", 0, "axes", 0, "phase"], {"period": 16}),
    (["tables", 0, "axes", 0, "phase"], {"period": 16, "weight": 0}),
    (["tables", 0, "axes", 0, "phase"], {"period": 16, "weight": 0, "remainder": 0}),
    (["tables", 0, "axes", 0, "phase"], {"period": 16, "weight": 1, "remainder": 1001}),
    (["tables", 0, "latency_s"], MISSING),
    (["tables", 0, "latency_s", 0], 0),
    (["tables", 0, "latency_s", 0], "1e-6"),
    (["tables", 0, "latency_s", 0], None),
    (["tables", 0, "wall_latency_s", 0], -1),
    (["tables", 0, "fitted"], 1),
    (["tables", 0, "quality", "grade"], "E"),
    (["tables", 0, "quality", "rejected"], 1.5),
    (["tables", 0, "quality", "samples"], 7),
    (["tables", 0, "error", "count"], MISSING),
    (["tables", 0, "error", "method"], ""),
    (["tables", 0, "source", "author"], "x"),
    (["left_out", 0, "operation"], "gem"),
    (["left_out", 0, "precision"], "fp32"),
    (["left_out", 0, "setting"], "my-box"),
    (["left_out", 0, "setting"], MISSING),
    (["left_out", 0, "reason"], ""),
    (["left_out", 0, "reason"], MISSING),
    (["left_out", 0, "when"], 1),
    (["left_out"], "none"),
    (["history"], {}),
    (["history", 0, "condition"], ""),
    (["history", 0, "condition"], MISSING),
    (["history", 0, "time_s"], MISSING),
    (["history", 0, "time_s"], []),
    (["history", 0, "time_s", 0], -1),
    (["history", 0, "clock_hz", 0], 0),
    (["history", 0, "dram"], 401 * [1]),
    (["history", 0, "load"], [1, 1, 1, 1]),
]


def changed(profile, path, value):
    out = copy.deepcopy(profile)
    place = out
    for step in path[:-1]:
        place = place[step]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return out


def main(schema_file, shipped, samples):
    schema = json.loads(pathlib.Path(schema_file).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []

    sample_files = sorted(pathlib.Path(samples).glob("*.json"))
    if not sample_files:
        failures.append(f"no sample profiles in {samples}")
    shipped_files = [f for f in sorted(pathlib.Path(shipped).glob("*.json")) if f.name != "schema.json"]
    for file in sample_files + shipped_files:
        for error in validator.iter_errors(json.loads(file.read_text(encoding="utf-8"))):
            failures.append(f"{file}: {error.json_path}: {error.message[:200]}")

    full = json.loads((pathlib.Path(samples) / "full.json").read_text(encoding="utf-8"))
    without_content = changed(changed(full, ["tables"], []), ["theoretical_peaks"], {"clock_hz": 1e9})
    broken = [(path, changed(full, path, value)) for path, value in FAULTS] + [(["tables"], without_content)]
    for path, profile in broken:
        if validator.is_valid(profile):
            failures.append(f"the schema accepts a fault at {path}")

    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(sample_files)} sample and {len(shipped_files)} shipped profiles, {len(broken)} faults")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
