#include "kernels/own/fma_peak.hpp"

#include <stdexcept>
#include <string>

namespace calib::kernels::own {
namespace {

// x = x · 0.75 + 0.25 tends to 1: never denormal, never infinite. Chains begin at different values that the compiler
// cannot see (the empty assembly), so it can neither merge nor precompute them.
//
// Chains: latency x ports and some in reserve. 4 or 5 cycles x 2 ports = 8 to 10 (Haswell to Golden Cove, Zen 2 to 5),
// 4 x 4 = 16 (Neoverse V1, Apple). 16 registers hold 12 chains and two constants, 32 registers hold 24.
//
// A function template cannot take its instruction set as an argument, hence a macro.
#define CALIB_FMA_CHAINS(NAME, TARGET, BYTES, CHAINS, REGISTER)                                                        \
  template <class T>                                                                                                   \
  TARGET double NAME(std::uint64_t steps) noexcept {                                                                   \
    typedef T vector __attribute__((vector_size(BYTES)));                                                              \
    vector x[CHAINS], scale = vector{} + T(0.75), offset = vector{} + T(0.25);                                         \
    asm volatile("" : "+" REGISTER(scale), "+" REGISTER(offset));                                                      \
    _Pragma("GCC unroll 32") for (int chain = 0; chain < CHAINS; ++chain) {                                            \
      x[chain] = offset;                                                                                               \
      asm volatile("" : "+" REGISTER(x[chain]));                                                                       \
    }                                                                                                                  \
    for (std::uint64_t step = 0; step < steps; ++step) {                                                               \
      _Pragma("GCC unroll 32") for (int chain = 0; chain < CHAINS; ++chain) { x[chain] = x[chain] * scale + offset; }  \
    }                                                                                                                  \
    _Pragma("GCC unroll 32") for (int chain = 0; chain < CHAINS; ++chain) { asm volatile("" : : REGISTER(x[chain])); } \
    return 2.0 * CHAINS * (BYTES / sizeof(T)) * static_cast<double>(steps);                                            \
  }

#if defined(__x86_64__)

CALIB_FMA_CHAINS(chains_512, __attribute__((target("avx512f,fma"))), 64, 24, "v")
CALIB_FMA_CHAINS(chains_256, __attribute__((target("avx2,fma"))), 32, 12, "x")
CALIB_FMA_CHAINS(chains_plain, , 16, 12, "x")

template <class T>
double chains(std::uint64_t steps) noexcept {
  switch (fma_vector_bits()) {
    case 512:
      return chains_512<T>(steps);
    case 256:
      return chains_256<T>(steps);
    default:
      return chains_plain<T>(steps);
  }
}

#elif defined(__aarch64__)

CALIB_FMA_CHAINS(chains, , 16, 24, "w")

#else
#error "fma_peak: no chains for this architecture; add a line beside these"
#endif

#undef CALIB_FMA_CHAINS

}  // namespace

double run_fma_chains(precision p, std::uint64_t steps) {
  switch (p) {
    case precision::f32:
      return chains<float>(steps);
    case precision::f64:
      return chains<double>(steps);
    default:
      throw std::invalid_argument{"fma_peak: no chains in " + std::string{facts(p).name}};
  }
}

unsigned fma_vector_bits() noexcept {
#if defined(__x86_64__)
  static const unsigned bits = __builtin_cpu_supports("avx512f")                                 ? 512
                               : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 256
                                                                                                 : 0;
  return bits;
#else
  return 128;
#endif
}

}  // namespace calib::kernels::own
