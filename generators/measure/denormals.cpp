#include "measure/denormals.hpp"

#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace calib::measure {

denormal_state current_denormal_state() noexcept {
#if defined(__x86_64__)
  // MXCSR, Intel SDM volume 1, 10.2.3: bit 15 is FTZ, bit 6 is DAZ.
  const unsigned control = _mm_getcsr();
  return {.known = true, .flush_results = (control & 0x8000U) != 0, .zero_operands = (control & 0x0040U) != 0};
#elif defined(__aarch64__)
  // FPCR, Arm ARM C5.2.8: bit 24 (FZ) does both.
  std::uint64_t control = 0;
  asm volatile("mrs %0, fpcr" : "=r"(control));
  const bool flush = (control & (std::uint64_t{1} << 24U)) != 0;
  return {.known = true, .flush_results = flush, .zero_operands = flush};
#else
  return {};
#endif
}

}  // namespace calib::measure
