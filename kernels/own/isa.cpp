#include "kernels/own/isa.hpp"

#include "kernels/own/simd.hpp"

namespace calib::kernels::own {

const char* compiled_for() noexcept {
  if constexpr (vector_bytes == 64) return "512-bit vectors, " CALIB_KERNEL_FLAGS;
  if constexpr (vector_bytes == 32) return "256-bit vectors, " CALIB_KERNEL_FLAGS;
  return "128-bit vectors, " CALIB_KERNEL_FLAGS;
}

}  // namespace calib::kernels::own
