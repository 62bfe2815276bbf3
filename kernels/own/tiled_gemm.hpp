#pragma once
/// A gemm blocked for the caches, with packed operands and a register tile: Goto and van de Geijn, Anatomy of
/// High-Performance Matrix Multiplication, 2008. One micro-kernel in GNU vectors for every instruction set.

#include <cstddef>

namespace calib::kernels::own {

/// Elements of the packed copies that tiled_gemm() needs for a shape, padded to whole tiles.
struct tiled_workspace {
  std::size_t a, b;
};
template <class T>
tiled_workspace tiled_workspace_for(std::size_t m, std::size_t n, std::size_t k) noexcept;

/// C[m,n] = A[m,k] · B[k,n], row-major, for float and double; the workspace is aligned to 64 bytes.
///
/// FLOPs 2mnk (edge tiles compute on zeros beyond that). Bytes: A is packed once, B once per block of
/// rows, C is read and written once per slice of k; all other traffic stays in the caches.
template <class T>
void tiled_gemm(std::size_t m, std::size_t n, std::size_t k, const T* a, const T* b, T* c, T* packed_a,
                T* packed_b) noexcept;

}  // namespace calib::kernels::own
