#pragma once
/// The gemm people write first: three loops, no blocking, no intrinsics. What the compiler makes of it, it may keep.

#include <cstddef>

namespace calib::kernels::own {

/// C[m,n] = A[m,k] · B[k,n], row-major, for float and double.
///
/// FLOPs 2mnk. The inner loop runs along rows of B and C, so it vectorises; per multiply-add it loads a B and a C and
/// stores a C: 2 loads and 1 store for 2 FLOPs, which bounds it well below peak even in the first-level cache, and B is
/// streamed anew for each of the m rows.
template <class T>
void naive_gemm(std::size_t m, std::size_t n, std::size_t k, const T* a, const T* b, T* c) noexcept;

}  // namespace calib::kernels::own
