#pragma once
/// OpenBLAS' products in both precisions, and sizes as OpenBLAS counts them.

#include <cblas.h>

#include <limits>
#include <stdexcept>
#include <string>

#include "calib/precision.hpp"

namespace calib::kernels::openblas {

/// OpenBLAS counts in blasint, 32 bits in Debian's build.
inline blasint blas_size(std::size_t size) {
  if (size > static_cast<std::size_t>(std::numeric_limits<blasint>::max())) {
    throw std::invalid_argument{"openblas: dimension " + std::to_string(size) + " does not fit its integers"};
  }
  return static_cast<blasint>(size);
}

template <Precision P>
inline constexpr bool is_f32 = P::id == precision::f32;

template <Precision P>
inline constexpr auto blas_gemm = [] {
  if constexpr (is_f32<P>)
    return &cblas_sgemm;
  else
    return &cblas_dgemm;
}();

template <Precision P>
inline constexpr auto blas_gemv = [] {
  if constexpr (is_f32<P>)
    return &cblas_sgemv;
  else
    return &cblas_dgemv;
}();

}  // namespace calib::kernels::openblas
