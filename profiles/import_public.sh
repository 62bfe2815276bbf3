#!/usr/bin/env bash
# Makes the shipped profiles of machines measured by others, from the published measurements as CSV files.
#
#   profiles/import_public.sh <data folder> [path of the calib program] [profile ...]
#
# The data folder holds one folder for each machine with <operation>_<precision>.csv[.gz] files; they are not part of this
# project. Every table names its source. Without names of profiles all are made, which takes some minutes; the i7's layers
# of torchvision models need Debian's python3-torchvision. Run again after a change of the importer, and read the
# difference.
# shellcheck disable=SC2016 # '$5' is a field of awk
set -euo pipefail
data=$(realpath "$1")
calib=$(realpath "${2:-build/release/bin/calib}")
out=$(cd "$(dirname "$0")" && pwd)

branes=(--source "branes-ai/graphs" --source-url "https://github.com/branes-ai/graphs" --licence MIT)
jetson=("${branes[@]}" --backend pytorch --threads 1 --cache warm
  --conditions "PyTorch CUDA, 50 W mode, mean, launch included")
aiconfigurator=(--source "NVIDIA AIConfigurator" --source-url "https://github.com/ai-dynamo/aiconfigurator"
  --licence Apache-2.0 --backend aiconfigurator --threads 1 --cache cold
  --conditions "CUDA-graph replay, 3 warm-ups, 6 runs, rotating weights")
neusight=(--source "NeuSight (ASPLOS'25 artifact)" --source-url "https://github.com/sitar-lab/NeuSight" --licence MIT
  --backend pytorch --threads 1 --cache warm
  --conditions "TF32 off, CUDA events around one call, mean of the fastest 5 of 25, warm L2, launch included")

# Imports tables of one machine: the first makes the profile, the others are added to it.
import_tables() { # profile, operations and precisions as gemm_bf16, then options of every import
  local profile=$1 tables=$2 append=() table file
  shift 2
  rm -f "$out/$profile.json"
  for table in $tables; do
    file=$(ls "$data/$profile/$table".csv*)
    "$calib" import "$file" --op "${table%_*}" --precision "${table##*_}" "$@" "${append[@]}" -o "$out/$profile.json"
    append=(--append)
  done
}

# A thousand points, the default, of most operations; 200 of one with one or two axes say all there is.
hopper="gemm_bf16 gemm_fp8 attention_prefill_bf16 attention_decode_bf16"
nvidia_h200_sxm() { import_tables nvidia_h200_sxm "$hopper" --preset h200-sxm "${aiconfigurator[@]}"; }
nvidia_h100_sxm() { import_tables nvidia_h100_sxm "$hopper" --preset h100-sxm "${aiconfigurator[@]}"; }
nvidia_a100_sxm() { import_tables nvidia_a100_sxm gemm_bf16 --preset a100-sxm "${aiconfigurator[@]}"; }
nvidia_b200_sxm() { import_tables nvidia_b200_sxm gemm_bf16 --preset b200-sxm "${aiconfigurator[@]}"; }
nvidia_l40s() { import_tables nvidia_l40s gemm_bf16 --preset l40s "${aiconfigurator[@]}"; }

few_axes="add_fp32 mul_fp32 relu_fp32 gelu_fp32 tanh_fp32 softmax_fp32 layer_norm_fp32"
neusight_tables() { # profile, preset
  import_tables "$1" "$few_axes" --preset "$2" --max-points 200 "${neusight[@]}"
  local operation
  for operation in linear batched_gemm conv2d; do
    "$calib" import "$data/$1/${operation}_fp32.csv.gz" --op "$operation" "${neusight[@]}" --append -o "$out/$1.json"
  done
}
nvidia_t4() { neusight_tables nvidia_t4 t4; }
nvidia_v100_pcie() { neusight_tables nvidia_v100_pcie v100-pcie; }

# The column `batch` of the products makes them batched ones.
jetson_orin_agx() {
  import_tables jetson_orin_agx "conv2d_fp32 conv2d_fp16" --preset jetson-orin-agx "${jetson[@]}"
  local precision
  for precision in fp32 fp16; do
    "$calib" import "$data/jetson_orin_agx/gemm_$precision.csv" --op batched_gemm --precision $precision "${jetson[@]}" \
      --append -o "$out/jetson_orin_agx.json"
  done
}

jetson_orin_nano() {
  import_tables jetson_orin_nano "gemm_fp16 linear_fp16 add_fp16" --preset jetson-orin-nano "${branes[@]}" \
    --backend pytorch --threads 1 --cache warm --conditions "PyTorch CUDA, median of 11, launch included"
}

# A row for each published run of a BLAS or STREAM operation in NumPy on the i7, mean latency; dimensions from the size:
# N of square matrices, elements, or MiB of each array. axpy and triad are not among them: they were published with
# temporary arrays in their time. Nor are integers, for which NumPy has no BLAS.
registry_rows() { # operation as published, precision, names of the dimensions, awk expression of their sizes
  echo "$3,latency_s"
  zcat "$data/branes_registry_ops.csv.gz" | awk -F, -v OFS=, -v op="$1" -v precision="$2" \
    '$1 ~ /i7_12700k/ && $2 == "numpy" && $4 == op && $6 == precision { print '"$4"', $8 }'
}

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
    --peak-source "as published with the measurements, which state no peak but that of f32; the cores have no arithmetic\
 in tf32, bf16, f16, fp8, fp4 and i4" -o "$profile")
  numpy_rows gemm >"$rows/gemm.csv"
  { registry_rows stream_copy fp32 bytes '2 * $5 * 2 ^ 20' && numpy_rows copy | tail -n +2; } >"$rows/copy.csv"
  "$calib" import "$rows/gemm.csv" --op gemm "${numpy[@]}"
  local registry=(--backend numpy/2.2.6 --threads 12 --cache warm --append "${branes[@]}" -o "$profile"
    --conditions "NumPy, mean of 10, median of up to 5 runs; products of square matrices in OpenBLAS, the rest in one thread")
  local precision operation
  registry_rows blas3_gemm fp64 m,n,k '$5, $5, $5' >"$rows/gemm_fp64.csv"
  "$calib" import "$rows/gemm_fp64.csv" --op gemm --precision fp64 "${registry[@]}"
  for precision in fp32 fp64; do
    registry_rows blas2_gemv $precision m,k '$5, $5' >"$rows/gemv.csv"
    "$calib" import "$rows/gemv.csv" --op gemv --precision $precision "${registry[@]}"
    registry_rows blas1_dot $precision elements '$5' >"$rows/dot.csv"
    "$calib" import "$rows/dot.csv" --op dot --precision $precision "${registry[@]}"
  done
  registry_rows stream_scale fp32 bytes '2 * $5 * 2 ^ 20' >"$rows/scale.csv"
  registry_rows stream_add fp32 bytes '3 * $5 * 2 ^ 20' >"$rows/stream_add.csv"
  for operation in copy scale stream_add; do
    "$calib" import "$rows/$operation.csv" --op $operation "${registry[@]}"
  done
  local pytorch=(--backend pytorch/2.7.1 --threads 12 --cache warm --default --append "${branes[@]}" -o "$profile"
    --absorbs 'batch_norm,bias,relu,clip,gelu,silu,hardswish')
  for operation in gemm linear add; do
    "$calib" import "$folder/${operation}_fp32.csv" --op "$operation" "${pytorch[@]}" \
      --conditions "PyTorch CPU, 12 cores, median of 11, host clock"
  done
  "$(dirname "$0")/torchvision_layers.py" "$rows" "$folder"/torchvision_subgraphs_fp32_b1*.csv.gz
  for operation in conv2d max_pool global_avg_pool; do
    "$calib" import "$rows/$operation.csv" --op "$operation" "${pytorch[@]}" --conditions \
      "PyTorch CPU, 12 cores, layers within six torchvision CNNs, mean of 50, batch norm and activation included"
  done
  rm -r "$rows"
}

# Of these machines only the datasheet is known: every answer is a roofline.
datasheet() { "$calib" datasheet "$2" -o "$out/$1.json"; } # profile, preset
amd_epyc_milan() { datasheet amd_epyc_milan epyc-milan; }
amd_instinct_mi300x() { datasheet amd_instinct_mi300x amd-mi300x; }
ampere_altra() { datasheet ampere_altra ampere-altra; }
google_tpu_v5e() { datasheet google_tpu_v5e google-tpu-v5e; }

profiles=("${@:3}")
if [ ${#profiles[@]} -eq 0 ]; then
  profiles=(amd_epyc_milan amd_instinct_mi300x ampere_altra google_tpu_v5e intel_i7_12700k jetson_orin_agx
    jetson_orin_nano nvidia_a100_sxm nvidia_b200_sxm nvidia_h100_sxm nvidia_h200_sxm nvidia_l40s nvidia_t4 nvidia_v100_pcie)
fi
for profile in "${profiles[@]}"; do "$profile"; done
