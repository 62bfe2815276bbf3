#pragma once
/// The forms of conv2d: Y[batch,out_channels,out_h,out_w] = max(X[batch,in_channels,in_h,in_w] * W[groups,group_out,
/// group_in,kernel_h,kernel_w] + bias[out_channels], 0), dense, the last index fastest; a backend may keep X, W and Y
/// in layouts of its own. FLOPs and bytes as op/convolution.hpp states them: bias and ReLU are not counted.
///
/// `pixels` and `taps` become an image and a window as near to squares as their divisors allow.

#include <cmath>
#include <concepts>

#include "calib/op/convolution.hpp"
#include "kernels/operands/operands.hpp"
#include "kernels/operands/window.hpp"

namespace calib::kernels {

/// What all forms of conv2d have in common.
struct convolution {
  std::size_t batch, groups, group_in, group_out;
  window_axis rows, columns;

  constexpr std::size_t in_channels() const noexcept { return saturated_product(groups, group_in); }
  constexpr std::size_t out_channels() const noexcept { return saturated_product(groups, group_out); }
  constexpr std::size_t taps() const noexcept { return saturated_product(rows.kernel, columns.kernel); }
  /// Terms of the sum behind each output.
  constexpr std::size_t terms() const noexcept { return saturated_product(group_in, taps()); }
  constexpr std::size_t in_pixels() const noexcept { return saturated_product(rows.in(), columns.in()); }
  constexpr std::size_t out_pixels() const noexcept { return saturated_product(rows.out, columns.out); }
  constexpr std::size_t inputs() const noexcept {
    return saturated_product(saturated_product(batch, in_channels()), in_pixels());
  }
  constexpr std::size_t weights() const noexcept { return saturated_product(out_channels(), terms()); }
  constexpr std::size_t outputs() const noexcept {
    return saturated_product(saturated_product(batch, out_channels()), out_pixels());
  }
};

constexpr convolution convolution_of(std::size_t batch, std::size_t groups, std::size_t group_in, std::size_t group_out,
                                     rectangle image, rectangle window, std::size_t stride,
                                     std::size_t dilation = 1) noexcept {
  return {batch,
          groups,
          group_in,
          group_out,
          {image.height, window.height, stride, dilation},
          {image.width, window.width, stride, dilation}};
}

template <Precision P>
convolution convolution_of(const op::conv2d_pointwise<P>& s) noexcept {
  return convolution_of(1, 1, s.in_channels, s.out_channels, nearest_square(s.pixels), {1, 1}, s.stride);
}
template <Precision P>
convolution convolution_of(const op::conv2d_3x3<P>& s) noexcept {
  return convolution_of(s.batch, 1, s.in_channels, s.out_channels, {s.side, s.side}, {3, 3}, 1);
}
template <Precision P>
convolution convolution_of(const op::conv2d_window<P>& s) noexcept {
  return convolution_of(s.batch, 1, s.in_channels, s.out_channels, {s.side, s.side}, nearest_square(s.taps), s.stride);
}
template <Precision P>
convolution convolution_of(const op::conv2d_depthwise<P>& s) noexcept {
  return convolution_of(1, s.planes, 1, 1, {s.side, s.side}, nearest_square(s.taps), s.stride, s.dilation);
}
template <Precision P>
convolution convolution_of(const op::conv2d_grouped<P>& s) noexcept {
  return convolution_of(1, s.groups, s.group_in, s.group_out, nearest_square(s.pixels), nearest_square(s.taps),
                        s.stride);
}

/// The forms of conv2d.
template <class Op>
concept Convolution = Operation<Op> && requires(const Op& shape) {
  { convolution_of(shape) } -> std::same_as<convolution>;
};

template <Convolution Op>
struct operands<Op> {
  using element = element_t<typename Op::precision_type>;
  using product = product_t<element>;

  Op shape;
  convolution geometry;
  aligned_buffer<element> x, w;
  aligned_buffer<sum_t<element>> bias;
  aligned_buffer<product> y;

  explicit operands(const Op& s)
      : shape{s},
        geometry{convolution_of(s)},
        x(geometry.inputs()),
        w(geometry.weights()),
        bias(geometry.out_channels()),
        y(geometry.outputs()) {}

  auto activations() noexcept { return std::tie(y, x); }
  static std::size_t bytes(const Op& s) noexcept {
    using buffer = aligned_buffer<element>;
    const convolution g = convolution_of(s);
    const std::size_t parameters =
        saturated_sum(buffer::bytes(g.weights()), aligned_buffer<sum_t<element>>::bytes(g.out_channels()));
    return saturated_sum(buffer::bytes(g.inputs()),
                         saturated_sum(parameters, aligned_buffer<product>::bytes(g.outputs())));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    fill_random<element>(w, operand_seed(seed, 1));
    fill_addends<element>(bias, operand_seed(seed, 2));
    poison<product>(y);
  }
  prepared::check_result compare() const {
    return compare_rows<product>(y.size(), geometry.terms(), y, rounding_bound<element>(geometry.terms() + 1),
                                 [&](std::size_t at, worst_difference& worst) { compare_one(at, worst); });
  }

 private:
  void compare_one(std::size_t at, worst_difference& worst) const {
    const convolution& g = geometry;
    const std::size_t pixel = at % g.out_pixels(), channel = at / g.out_pixels() % g.out_channels();
    const std::size_t image = at / g.out_pixels() / g.out_channels(), group = channel / g.group_out;
    double sum = static_cast<double>(bias[channel]), magnitude = std::fabs(sum);
    for (std::size_t c = 0; c < g.group_in; ++c) {
      const element* const plane = x.data() + (image * g.in_channels() + group * g.group_in + c) * g.in_pixels();
      const element* const window = w.data() + (channel * g.group_in + c) * g.taps();
      g.rows.for_each_place(pixel / g.columns.out, [&](std::size_t tap_y, std::size_t row) {
        g.columns.for_each_place(pixel % g.columns.out, [&](std::size_t tap_x, std::size_t column) {
          const double term = static_cast<double>(plane[row * g.columns.in() + column]) *
                              static_cast<double>(window[tap_y * g.columns.kernel + tap_x]);
          sum += term;
          magnitude += std::fabs(term);
        });
      });
    }
    worst.add(static_cast<double>(y[at]), std::fmax(sum, 0.0), magnitude);
  }
};

}  // namespace calib::kernels
