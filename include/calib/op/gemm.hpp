#pragma once
/// Matrix products: gemm, linear (packed weights), batched gemm, gemv, and the vector products dot and axpy.
/// k is always the reduction dimension. A multiply-add counts as two FLOPs.

#include "calib/op/operation.hpp"

namespace calib::op {

/// C[m,n] = A[m,k] · B[k,n], row-major.
template <Precision P>
struct gemm {
  CALIB_OPERATION("gemm", P, m, n, k);

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{2 * product(m, n, k)}, bytes{element_bytes<P> * (product(m, k) + product(k, n) + product(m, n))}};
  }
};

/// Y[m,n] = X[m,k] · W[n,k]ᵀ with weights the library may pack beforehand, as a fully connected layer has them. calib
/// measures it with a bias and ReLU, as networks run it; they are not counted. Weights may have a format of their own:
/// linear<w4a16>.
template <Precision P>
struct linear {
  CALIB_OPERATION("linear", P, m, n, k);

  constexpr cost work() const noexcept {
    using detail::product;
    return {flops{2 * product(m, n, k)},
            bytes{element_bytes<P> * (product(m, k) + product(m, n)) + weight_bytes<P> * product(k, n)}};
  }
};

/// `batch` independent gemms of one shape.
template <Precision P>
struct batched_gemm {
  CALIB_OPERATION("batched_gemm", P, batch, m, n, k);

  constexpr cost work() const noexcept {
    const cost one = gemm<P>{m, n, k}.work();
    return {static_cast<double>(batch) * one.arithmetic, static_cast<double>(batch) * one.traffic};
  }
};

/// y[m] = A[m,k] · x[k], row-major.
template <Precision P>
struct gemv {
  CALIB_OPERATION("gemv", P, m, k);

  constexpr cost work() const noexcept { return gemm<P>{m, 1, k}.work(); }
};

/// The inner product of two vectors.
template <Precision P>
struct dot {
  CALIB_OPERATION("dot", P, elements);

  constexpr cost work() const noexcept {
    return {flops{detail::product(2, elements)}, bytes{2 * element_bytes<P> * detail::product(elements)}};
  }
};

/// y += a·x: two vectors read, one written.
template <Precision P>
struct axpy {
  CALIB_OPERATION("axpy", P, elements);

  constexpr cost work() const noexcept {
    return {flops{detail::product(2, elements)}, bytes{3 * element_bytes<P> * detail::product(elements)}};
  }
};

}  // namespace calib::op
