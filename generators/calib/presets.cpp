#include "presets.hpp"

#include <algorithm>
#include <string>

#include "usage_error.hpp"

namespace calib::tool {
namespace {

constexpr double G = 1e9, T = 1e12;

// FLOP/s by precision: f64, f32, tf32, bf16, f16, fp8, i8, u8, fp4, i4 (0: not stated). Tensor-core figures without
// sparsity.
constexpr preset known[] = {
    // Ampere Altra Q80-30: 80 Neoverse N1 cores at 3.0 GHz, two 128-bit units each, for FMA and for dot products of
    // bytes (16 multiply-adds an instruction); 8 channels DDR4-3200.
    {"ampere-altra",
     "Ampere Altra Q80-30",
     {{1.92 * T, 3.84 * T, 0, 0, 7.68 * T, 0, 15.36 * T}, 204.8 * G},
     "Ampere Altra datasheet; Arm Neoverse N1 software optimisation guide (2 x 128-bit FMA and SDOT); the cores have "
     "no arithmetic in tf32, bf16, fp8, fp4 and i4"},
    {"amd-mi300x",
     "AMD Instinct MI300X",
     {{163.4 * T, 163.4 * T, 653.7 * T, 1307.4 * T, 1307.4 * T, 2614.9 * T, 2614.9 * T}, 5300 * G},
     "AMD Instinct MI300X datasheet (matrix cores); CDNA 3 has no arithmetic in fp4 and i4"},
    // AMD EPYC 7763: 64 Zen 3 cores at 2.45 GHz base, two 256-bit FMA units each; 8 channels DDR4-3200.
    {"epyc-milan",
     "AMD EPYC 7763 (Milan)",
     {{2.51 * T, 5.02 * T, 0, 0, 0, 0, 0}, 204.8 * G},
     "AMD EPYC 7003 datasheet at base clock; AMD family 19h software optimisation guide (2 x 256-bit FMA); Zen 3 has "
     "no arithmetic in tf32, bf16, f16, fp8, fp4 and i4, and no dot product of bytes with 32-bit sums"},
    // Intel Core i7-12700K: 8 P cores at 4.7 GHz with 32, 4 E cores at 3.6 GHz with 16 FLOP a cycle; DDR5-4800 x 2.
    // The published seed profile states 1000 GFLOP/s and 75 GB/s for its machine; those are kept with that profile.
    {"i7-12700k",
     "Intel Core i7-12700K",
     {{0.717 * T, 1.434 * T, 0, 0, 0, 0, 5.736 * T}, 76.8 * G},
     "Intel ARK, Core i7-12700K: turbo clocks, AVX2, AVX-VNNI, two channels of DDR5-4800; its cores have no arithmetic "
     "in tf32, bf16, f16, fp8, fp4 and i4"},
    {"jetson-orin-agx",
     "NVIDIA Jetson AGX Orin 64GB",
     {{5.33 / 64 * T, 5.33 * T, 21.3 * T, 42.6 * T, 42.6 * T, 0, 85 * T, 0, 0, 170 * T}, 204.8 * G},
     "NVIDIA Jetson AGX Orin series technical brief v1.2 (MAXN, GPU only, dense); f64, tf32, bf16 and i4 by the rates "
     "of "
     "compute capability 8.7; Ampere has no arithmetic in fp8 and fp4"},
    {"jetson-orin-nano",
     "NVIDIA Jetson Orin Nano 8GB",
     {{1.28 / 64 * T, 1.28 * T, 5.1 * T, 10.2 * T, 10.2 * T, 0, 20.5 * T, 0, 0, 41 * T}, 68.3 * G},
     "NVIDIA Jetson Orin Nano series datasheet (15 W, GPU only, dense); f64, tf32, bf16 and i4 by the rates of compute "
     "capability 8.7; Ampere has no arithmetic in fp8 and fp4"},
    {"a100-pcie-40gb",
     "NVIDIA A100 PCIe 40GB",
     {{9.7 * T, 19.5 * T, 156 * T, 312 * T, 312 * T, 0, 624 * T, 0, 0, 1248 * T}, 1555 * G},
     "NVIDIA A100 datasheet; Ampere has no arithmetic in fp8 and fp4"},
    {"a100-pcie-80gb",
     "NVIDIA A100 PCIe 80GB",
     {{9.7 * T, 19.5 * T, 156 * T, 312 * T, 312 * T, 0, 624 * T, 0, 0, 1248 * T}, 1935 * G},
     "NVIDIA A100 datasheet; Ampere has no arithmetic in fp8 and fp4"},
    {"a100-sxm",
     "NVIDIA A100 SXM 80GB",
     {{9.7 * T, 19.5 * T, 156 * T, 312 * T, 312 * T, 0, 624 * T, 0, 0, 1248 * T}, 2039 * G},
     "NVIDIA A100 datasheet; Ampere has no arithmetic in fp8 and fp4"},
    {"b200-sxm",
     "NVIDIA B200 SXM",
     {{37 * T, 75 * T, 1125 * T, 2250 * T, 2250 * T, 4500 * T, 4500 * T, 0, 9000 * T}, 7700 * G},
     "NVIDIA DGX B200 datasheet, one of eight GPUs; Blackwell has no arithmetic in i4"},
    {"google-tpu-v5e",
     "Google TPU v5e",
     {{0, 0, 0, 197 * T, 0, 0, 393 * T}, 819 * G},
     "Google Cloud TPU v5e documentation, one chip; it states no peak but those of bf16 and int8"},
    {"h100-sxm",
     "NVIDIA H100 SXM 80GB",
     {{33.5 * T, 66.9 * T, 494.7 * T, 989.4 * T, 989.4 * T, 1978.9 * T, 1978.9 * T}, 3352 * G},
     "NVIDIA H100 Tensor Core GPU architecture whitepaper; Hopper has no arithmetic in fp4 and i4"},
    {"h200-sxm",
     "NVIDIA H200 SXM 141GB",
     {{33.5 * T, 66.9 * T, 494.7 * T, 989.4 * T, 989.4 * T, 1978.9 * T, 1978.9 * T}, 4800 * G},
     "NVIDIA H200 datasheet; Hopper has no arithmetic in fp4 and i4"},
    {"l4",
     "NVIDIA L4",
     {{30.3 / 64 * T, 30.3 * T, 60 * T, 121 * T, 121 * T, 242.5 * T, 242.5 * T, 0, 0, 485 * T}, 300 * G},
     "NVIDIA L4 datasheet; f64 and i4 by the rates of compute capability 8.9; Ada Lovelace has no arithmetic in fp4"},
    {"l40s",
     "NVIDIA L40S",
     {{91.6 / 64 * T, 91.6 * T, 183 * T, 362 * T, 362 * T, 733 * T, 733 * T, 0, 0, 1466 * T}, 864 * G},
     "NVIDIA L40S datasheet; f64 and i4 by the rates of compute capability 8.9; Ada Lovelace has no arithmetic in fp4"},
    {"t4",
     "NVIDIA T4",
     {{8.1 / 32 * T, 8.1 * T, 0, 0, 65 * T, 0, 130 * T, 0, 0, 260 * T}, 320 * G},
     "NVIDIA T4 datasheet; f64 by the rate of compute capability 7.5; Turing has no arithmetic in tf32, bf16, fp8 and "
     "fp4"},
    {"v100-pcie",
     "NVIDIA V100 PCIe 32GB",
     {{7 * T, 14 * T, 0, 0, 112 * T, 0, 56 * T}, 900 * G},
     "NVIDIA V100 datasheet; i8 by DP4A, four times f32; Volta has no arithmetic in tf32, bf16, fp8, fp4 and i4"},
};

}  // namespace

std::span<const preset> presets() { return known; }

const preset& find_preset(std::string_view name) {
  const auto found = std::find_if(std::begin(known), std::end(known), [&](const preset& p) { return p.name == name; });
  if (found != std::end(known)) return *found;
  std::string names;
  for (const preset& p : known) names.append(names.empty() ? "" : ", ").append(p.name);
  throw usage_error("no preset '" + std::string(name) + "'; known presets: " + names);
}

}  // namespace calib::tool
