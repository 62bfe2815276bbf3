#!/usr/bin/env bash
# Prints the table of docs/accuracy.md from the published measurements, which are not part of this project.
#
#   bench/accuracy/public_sets.sh <data folder> [path of bench_accuracy]
#
# The data folder is that of profiles/import_public.sh. Takes some minutes.
set -euo pipefail
data=$1
bench=${2:-build/release/bench/accuracy/bench_accuracy}
layers=$(mktemp -d)
trap 'rm -r "$layers"' EXIT
"$(dirname "$0")/../../profiles/torchvision_layers.py" "$layers" \
  "$data"/intel_i7_12700k/torchvision_subgraphs_fp32_b1*.csv.gz

echo "| set | points | judged | roofline | nearest | inverse distance | grid, latency | grid, utilisation | grid, logarithms | process | tables |"
echo "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
while read -r file operation precision points label; do
  case $file in /*) ;; *) file=$data/$file ;; esac
  "$bench" "$file" --op "$operation" --precision "$precision" --points "$points" --row "$label"
done <<SETS
nvidia_h200_sxm/gemm_bf16.csv.gz gemm bf16 96,225,1000 H200 gemm bf16
nvidia_h200_sxm/gemm_fp8.csv.gz gemm fp8 225 H200 gemm fp8
nvidia_b200_sxm/gemm_bf16.csv.gz gemm bf16 225 B200 gemm bf16
nvidia_l40s/gemm_bf16.csv.gz gemm bf16 225 L40S gemm bf16
nvidia_h200_sxm/attention_prefill_bf16.csv.gz attention_prefill bf16 500 H200 attention, prefill
nvidia_h200_sxm/attention_decode_bf16.csv.gz attention_decode bf16 500 H200 attention, decode
nvidia_a100_pcie_40gb/add_fp32.csv.gz add f32 200 A100 add f32
nvidia_a100_pcie_40gb/softmax_fp32.csv.gz softmax f32 200 A100 softmax f32
nvidia_a100_pcie_40gb/layer_norm_fp32.csv.gz layer_norm f32 200 A100 layer norm f32
nvidia_a100_pcie_40gb/linear_fp32.csv.gz linear f32 400 A100 linear f32
nvidia_t4/linear_fp32.csv.gz linear f32 400 T4 linear f32
nvidia_v100_pcie/conv2d_fp32.csv.gz conv2d f32 400 V100 conv2d f32
jetson_orin_agx/conv2d_fp32.csv conv2d f32 1000 Jetson AGX conv2d f32
jetson_orin_agx/gemm_fp32.csv batched_gemm f32 1000 Jetson AGX gemm f32
intel_i7_12700k/gemm_fp32.csv gemm f32 1000 i7-12700K gemm f32
intel_i7_12700k/linear_fp32.csv linear f32 1000 i7-12700K linear f32
$layers/conv2d.csv conv2d f32 1000 i7-12700K conv2d f32
SETS
