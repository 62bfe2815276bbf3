#!/bin/sh
# How long each part of a quick calibration takes: the samples of each table, verifying, making tables, and all of it.
#
# usage: bench/run_parts.sh [calib]     the program; default build/release/bin/calib
#
# The core set: what networks are made of, and memory, at f32 on one thread. Measure on a quiet machine.
set -eu
calib=${1:-build/release/bin/calib}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
begin=$(date +%s)
"$calib" -v run --quick --precision f32 --threads 1 --backend openblas,onednn,own_stream -o "$folder/parts.json" >/dev/null
echo "in all: $(($(date +%s) - begin)) s" >&2
