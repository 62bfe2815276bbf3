#pragma once
/// Which processor this is, from the text of /proc/cpuinfo.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "measure/files.hpp"

namespace calib::measure {

struct cpu_identity {
  std::string vendor = "unknown";  ///< "GenuineIntel", "AuthenticAMD", "arm", "ampere", "apple" or "unknown"
  std::string model_name = "unknown";
  /// x86: display family, model, stepping. ARM: architecture, part, revision. -1 when unknown.
  int family = -1;
  int model = -1;
  int stepping = -1;
  bool hypervisor = false;       ///< the processor says that it is virtual (x86 only)
  std::vector<std::string> isa;  ///< of the extensions below, those present, in this order
  bool efficiency = false;       ///< a core of a hybrid x86 processor that is not one of its performance cores

  [[nodiscard]] bool has(std::string_view extension) const noexcept;
};

/// Extensions that decide which kernels run and how fast, by one name each:
/// sse2 avx avx2 fma f16c avx512f avx512vl avx512_bf16 avx512_fp16 avx512_vnni avx_vnni amx_tile amx_bf16 amx_int8
/// neon fp16 dotprod bf16 i8mm sve sve2.
/// Of the logical CPU with this number, where the text has it; else of the first.
[[nodiscard]] cpu_identity identify_cpu(std::string_view cpuinfo, std::size_t cpu = 0);

}  // namespace calib::measure
