#include "kernels/onednn/isa.hpp"

#include <oneapi/dnnl/dnnl.h>

namespace calib::kernels::onednn {
namespace {

/// oneDNN numbers instruction sets so that one contains another where its bits do.
bool has(dnnl_cpu_isa_t wanted) { return (dnnl_get_effective_cpu_isa() & wanted) == wanted; }

}  // namespace

std::string_view instruction_set() {
  switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41:
      return "SSE4.1";
    case dnnl_cpu_isa_avx:
      return "AVX";
    case dnnl_cpu_isa_avx2:
      return "AVX2";
    case dnnl_cpu_isa_avx2_vnni:
      return "AVX2 with VNNI";
    case dnnl_cpu_isa_avx512_core:
      return "AVX-512";
    case dnnl_cpu_isa_avx512_core_vnni:
      return "AVX-512 with VNNI";
    case dnnl_cpu_isa_avx512_core_bf16:
      return "AVX-512 with VNNI and bf16";
    case dnnl_cpu_isa_avx512_core_amx:
      return "AVX-512 with AMX";
    default:
      return "not named";
  }
}

bool native(precision p) {
  switch (p) {
    case precision::f32:
      return true;
    case precision::bf16:
      return has(dnnl_cpu_isa_avx512_core_bf16);
    case precision::i8:
      return has(dnnl_cpu_isa_avx512_core_vnni);
    default:  // f64 and f16 products have no implementation for processors
      return false;
  }
}

std::string left_out() {
  std::string text;
  for (const precision p : {precision::bf16, precision::i8}) {
    if (!native(p)) text += ", without " + std::string{facts(p).name} + " (this processor would emulate it)";
  }
  return text + ", without f16 (this oneDNN has none for processors)";
}

}  // namespace calib::kernels::onednn
