"""Holds networks to networks/schema.json, and the schema to its strictness.

usage: validate_schema.py <folder of shipped networks and their schema> <sample network>

Every network must be valid. Every change listed below, made to the sample, must make it invalid: a schema that accepts
everything would pass the first half.
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
    (["id"], "my-net"),
    (["id"], "class"),
    (["id"], MISSING),
    (["name"], ""),
    (["name"], MISSING),
    (["novelty"], 1),
    (["source", "license"], "MIT"),
    (["precision"], "fp32"),
    (["precision"], MISSING),
    (["symbols"], [{"name": c, "usual": 1} for c in "abcdefghi"]),
    (["symbols", 0, "name"], "seq-len"),
    (["symbols", 0, "usual"], 0),
    (["symbols", 0, "usual"], MISSING),
    (["inputs"], MISSING),
    (["inputs", 0, "name"], ""),
    (["inputs", 0, "elements"], 0),
    (["inputs", 0, "shape"], [1]),
    (["layers"], []),
    (["layers"], MISSING),
    (["layers", 0, "type"], "Conv"),
    (["layers", 0, "name"], MISSING),
    (["layers", 0, "operation"], MISSING),
    (["layers", 0, "operation"], "Conv2d"),
    (["layers", 0, "precision"], "float"),
    (["layers", 0, "sizes"], [1, 2]),
    (["layers", 0, "sizes", "in_channels"], -1),
    (["layers", 0, "sizes", "in_channels"], 2.5),
    (["layers", 0, "sizes", "in_channels"], "3 * batch"),
    (["layers", 0, "sizes", "in_channels"], "3*"),
    (["layers", 0, "sizes", "in_channels"], "-3*batch"),
    (["layers", 0, "inputs"], MISSING),
    (["layers", 0, "inputs"], [0]),
    (["layers", 0, "output"], MISSING),
    (["layers", 0, "output"], 0),
    (["layers", 0, "bias"], 1),
    (["layers", 0, "times"], 0),
    (["layers", 0, "parameters"], -1),
]


def changed(network, path, value):
    out = copy.deepcopy(network)
    place = out
    for step in path[:-1]:
        place = place[step]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return out


def main(shipped, sample):
    schema = json.loads((pathlib.Path(shipped) / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []

    shipped_files = [f for f in sorted(pathlib.Path(shipped).glob("*.json")) if f.name != "schema.json"]
    if not shipped_files:
        failures.append(f"no networks in {shipped}")
    for file in [pathlib.Path(sample), *shipped_files]:
        for error in validator.iter_errors(json.loads(file.read_text(encoding="utf-8"))):
            failures.append(f"{file}: {error.json_path}: {error.message[:200]}")

    full = json.loads(pathlib.Path(sample).read_text(encoding="utf-8"))
    for path, value in FAULTS:
        if validator.is_valid(changed(full, path, value)):
            failures.append(f"the schema accepts a fault at {path}")

    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(shipped_files)} shipped networks, {len(FAULTS)} faults")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
