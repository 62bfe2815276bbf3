#!/usr/bin/env bash
# Makes the shipped profiles of machines measured by others, from the published measurements as CSV files.
#
#   profiles/import_public.sh <data folder> [path of the calib program]
#
# The data folder holds one folder for each machine with <operation>_<precision>.csv[.gz] files; they are not part of this
# project. Every table names its source. Run again after a change of the importer, and read the difference.
set -euo pipefail
data=$(realpath "$1")
calib=$(realpath "${2:-build/release/bin/calib}")
out=$(cd "$(dirname "$0")" && pwd)

branes=(--source "branes-ai/graphs" --source-url "https://github.com/branes-ai/graphs" --licence MIT)

# A row for each published NumPy figure of an operation: dimensions from the size, mean latency.
numpy_rows() { # operation
  python3 - "$data/intel_i7_12700k/seed_profile.json" "$1" <<'PY'
import json, sys
profiles = json.load(open(sys.argv[1]))["operation_profiles"].values()
if sys.argv[2] == "gemm":
    print("m,n,k,latency_s")
    rows = [([p["extra_params"]["matrix_size"]] * 3, p) for p in profiles if p["operation_type"] == "matmul"]
else:  # an array of this many MiB read and another written
    print("bytes,latency_s")
    rows = [([2 * p["extra_params"]["size_mb"] << 20], p) for p in profiles
            if p["extra_params"].get("operation") == "memory_copy"]
for dims, p in sorted(rows, key=lambda row: row[0]):
    print(*dims, p["mean_latency_ms"] / 1e3, sep=",")
PY
}

intel_i7_12700k() {
  local folder=$data/intel_i7_12700k profile=$out/intel_i7_12700k.json rows
  rows=$(mktemp -d)
  rm -f "$profile"
  local numpy=(--backend numpy/2.2.6 --threads 12 --cache warm --created 2025-11-05 "${branes[@]}"
    --conditions "NumPy with OpenBLAS, mean of 5 after 2 warm-ups"
    --id intel_i7_12700k --name "Intel Core i7-12700K" --peak-gflops 1000 --peak-bandwidth 75
    --peak-source "as published with the measurements" -o "$profile")
  numpy_rows gemm >"$rows/gemm.csv"
  numpy_rows copy >"$rows/copy.csv"
  "$calib" import "$rows/gemm.csv" --op gemm "${numpy[@]}"
  "$calib" import "$rows/copy.csv" --op copy "${numpy[@]}" --append
  local pytorch=(--backend pytorch/2.7.1 --threads 12 --cache warm --append "${branes[@]}"
    --conditions "PyTorch CPU, 12 cores, median of 11, host clock" -o "$profile")
  local operation
  for operation in gemm linear add; do
    "$calib" import "$folder/${operation}_fp32.csv" --op "$operation" "${pytorch[@]}"
  done
  rm -r "$rows"
}

intel_i7_12700k
