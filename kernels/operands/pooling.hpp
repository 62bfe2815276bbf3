#pragma once
/// max_pool_square and avg_pool_square over x[planes,in,in], dense, the last index fastest; a backend may keep images
/// in a layout of its own. FLOPs and bytes as op/pooling.hpp states them; padding as window.hpp. Means count the zeros.

#include <cmath>
#include <limits>

#include "calib/op/pooling.hpp"
#include "kernels/operands/operands.hpp"
#include "kernels/operands/window.hpp"

namespace calib::kernels {

template <class Op>
inline constexpr bool is_pooling = false;
template <Precision P>
inline constexpr bool is_pooling<op::max_pool_square<P>> = true;
template <Precision P>
inline constexpr bool is_pooling<op::avg_pool_square<P>> = true;

/// The forms of max_pool and avg_pool.
template <class Op>
concept Pooling = is_pooling<Op>;

template <Pooling Op>
struct operands<Op> {
  using element = element_t<typename Op::precision_type>;

  static constexpr bool takes_mean = std::is_same_v<Op, op::avg_pool_square<typename Op::precision_type>>;

  Op shape;
  aligned_buffer<element> x, result;

  explicit operands(const Op& s) : shape{s}, x(elements(s.planes, axis(s).in())), result(elements(s.planes, s.side)) {}

  auto activations() noexcept { return std::tie(result, x); }
  static std::size_t bytes(const Op& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(buffer::bytes(elements(s.planes, axis(s).in())), buffer::bytes(elements(s.planes, s.side)));
  }
  /// Both directions of each image.
  static constexpr window_axis axis(const Op& s) noexcept { return {s.side, s.kernel, s.stride}; }

  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    const std::size_t taps = shape.kernel * shape.kernel;
    const double tolerance = takes_mean ? rounding_bound<element>(taps) + rounding_bound<element>(2) : 0.0;
    return compare_rows<element>(result.size(), taps, result, tolerance,
                                 [&](std::size_t at, worst_difference& worst) { compare_one(at, worst); });
  }

 private:
  static constexpr std::size_t elements(std::size_t planes, std::size_t side) noexcept {
    return saturated_product(planes, saturated_product(side, side));
  }

  void compare_one(std::size_t at, worst_difference& worst) const {
    const window_axis both = axis(shape);
    const std::size_t plane = at / shape.side / shape.side;
    double sum = 0.0, magnitude = 0.0, largest = -std::numeric_limits<double>::infinity();
    both.for_each_place(at / shape.side % shape.side, [&](std::size_t, std::size_t row) {
      both.for_each_place(at % shape.side, [&](std::size_t, std::size_t column) {
        const double value = static_cast<double>(x[(plane * both.in() + row) * both.in() + column]);
        sum += value;
        magnitude += std::fabs(value);
        largest = std::fmax(largest, value);
      });
    });
    const double got = static_cast<double>(result[at]);
    if constexpr (takes_mean) {
      const double taps = static_cast<double>(shape.kernel) * static_cast<double>(shape.kernel);
      worst.add(got, sum / taps, magnitude / taps);
    } else {
      worst.add(got, largest, std::fabs(largest));
    }
  }
};

}  // namespace calib::kernels
