#pragma once
/// The forms of conv2d as im2col and OpenBLAS' products: for each image and group, Y[group_out,pixels] =
/// W[group_out,terms] · unfolded[terms,pixels]. Windows of 1 x 1 at every pixel need no unfolding. The products run on
/// OpenBLAS' threads, the unfolding and the pass for bias and ReLU on one.

#include <algorithm>

#include "kernels/eigen/images.hpp"
#include "kernels/openblas/products.hpp"
#include "kernels/operands/convolution.hpp"

namespace calib::kernels::openblas {

/// What is unfolded at a time, in elements: a few MiB, so that the product finds it in a cache, and still hundreds of
/// pixels of the deepest layers. One row of an image at least.
inline constexpr std::size_t most_unfolded = std::size_t{1} << 20;

template <Convolution Op>
class convolution_body {
 public:
  explicit convolution_body(const Op& shape) : geometry_{convolution_of(shape)}, unfolded_(unfolded(geometry_)) {
    const convolution& g = geometry_;  // throws where a product could not count them
    blas_size(std::max({g.group_out, g.terms(), g.out_pixels()}));
  }

  static std::size_t workspace_bytes(const Op& shape) noexcept {
    return aligned_buffer<element>::bytes(unfolded(convolution_of(shape)));
  }

  void operator()(operands<Op>& x) {
    const convolution& g = geometry_;
    for (std::size_t i = 0; i < g.batch * g.groups; ++i) {
      const element* const in = x.x.data() + i * g.group_in * g.in_pixels();
      const element* const w = x.w.data() + i % g.groups * g.group_out * g.terms();
      element* const out = x.y.data() + i * g.group_out * g.out_pixels();
      if (is_product(g)) {
        multiply(w, in, g.out_pixels(), out);
      } else {
        convolve(in, w, out);
      }
    }
    eigen::bias_relu(g.batch * g.out_channels(), g.out_channels(), g.out_pixels(), x.bias.data(), x.y.data());
  }

 private:
  using element = typename operands<Op>::element;

  static constexpr bool is_product(const convolution& g) noexcept { return g.taps() == 1 && g.rows.stride == 1; }
  /// Rows of outputs whose windows are unfolded at a time.
  static constexpr std::size_t strip(const convolution& g) noexcept {
    return std::clamp(most_unfolded / saturated_product(g.terms(), g.columns.out), std::size_t{1}, g.rows.out);
  }
  static constexpr std::size_t unfolded(const convolution& g) noexcept {
    return is_product(g) ? 0 : saturated_product(saturated_product(g.terms(), g.columns.out), strip(g));
  }

  void convolve(const element* in, const element* w, element* out) {
    const convolution& g = geometry_;
    for (std::size_t first = 0; first < g.rows.out; first += strip(g)) {
      const std::size_t count = std::min(strip(g), g.rows.out - first), pixels = count * g.columns.out;
      for (std::size_t c = 0; c < g.group_in; ++c) {
        eigen::unfold(eigen::plain(g.rows), eigen::plain(g.columns), first, count, in + c * g.in_pixels(),
                      unfolded_.data() + c * g.taps() * pixels);
      }
      multiply(w, unfolded_.data(), pixels, out + first * g.columns.out);
    }
  }

  /// `pixels` of the outputs, which begin at `out`.
  void multiply(const element* w, const element* in, std::size_t pixels, element* out) const {
    const auto m = static_cast<blasint>(geometry_.group_out), n = static_cast<blasint>(pixels);
    const auto k = static_cast<blasint>(geometry_.terms()), stride = static_cast<blasint>(geometry_.out_pixels());
    blas_gemm<typename Op::precision_type>(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, w, k, in, n, 0, out,
                                           stride);
  }

  convolution geometry_;
  aligned_buffer<element> unfolded_;
};

}  // namespace calib::kernels::openblas
