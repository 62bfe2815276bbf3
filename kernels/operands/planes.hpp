#pragma once
/// The forms of batch_norm and global_avg_pool over x[planes,pixels], dense, pixels fastest. FLOPs and bytes as the
/// operations' headers state them.
///
/// Tolerances. A library may fold mean, variance, scale and shift into one factor and one addend: eight roundings of
/// the largest intermediate. A mean of n elements is a sum of n terms, then a division.

#include <cmath>

#include "calib/op/normalization.hpp"
#include "calib/op/pooling.hpp"
#include "kernels/operands/operands.hpp"
#include "kernels/operands/row_wise.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::batch_norm_planes<P>> {
  using element = element_t<P>;
  using parameter = sum_t<element>;

  op::batch_norm_planes<P> shape;
  aligned_buffer<element> x, result;
  aligned_buffer<parameter> mean, variance, scale, shift;

  explicit operands(const op::batch_norm_planes<P>& s)
      : shape{s},
        x(saturated_product(s.planes, s.pixels)),
        result(x.size()),
        mean(s.planes),
        variance(s.planes),
        scale(s.planes),
        shift(s.planes) {}

  auto activations() noexcept { return std::tie(result, x); }
  static std::size_t bytes(const op::batch_norm_planes<P>& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(saturated_product(2, buffer::bytes(saturated_product(s.planes, s.pixels))),
                         saturated_product(4, aligned_buffer<parameter>::bytes(s.planes)));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    fill_random<parameter>(mean, operand_seed(seed, 1));
    fill_random<parameter>(variance, operand_seed(seed, 2));
    fill_random<parameter>(scale, operand_seed(seed, 3));
    fill_random<parameter>(shift, operand_seed(seed, 4));
    for (parameter& v : std::span<parameter>{variance}) v = parameter{1} + v / 2;  // a variance is positive
    poison<element>(result);
  }
  prepared::check_result compare() const {
    const std::size_t size = shape.pixels;
    const auto compare_plane = [&](std::size_t plane, worst_difference& worst) {
      const double g =
          static_cast<double>(scale[plane]) / std::sqrt(static_cast<double>(variance[plane]) + norm_epsilon);
      const double centre = static_cast<double>(mean[plane]), b = static_cast<double>(shift[plane]);
      for (std::size_t i = plane * size; i < (plane + 1) * size; ++i) {
        const double v = static_cast<double>(x[i]);
        worst.add(static_cast<double>(result[i]), (v - centre) * g + b,
                  std::fabs(g) * (std::fabs(v) + std::fabs(centre)) + std::fabs(b));
      }
    };
    return compare_rows<element>(shape.planes, size, result, rounding_bound<element>(8), compare_plane);
  }
};

template <Precision P>
struct operands<op::global_avg_pool_planes<P>> {
  using element = element_t<P>;

  op::global_avg_pool_planes<P> shape;
  aligned_buffer<element> x, result;

  explicit operands(const op::global_avg_pool_planes<P>& s)
      : shape{s}, x(saturated_product(s.planes, s.pixels)), result(s.planes) {}

  auto activations() noexcept { return std::tie(result, x); }
  static std::size_t bytes(const op::global_avg_pool_planes<P>& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(buffer::bytes(saturated_product(s.planes, s.pixels)), buffer::bytes(s.planes));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    const std::size_t size = shape.pixels;
    const auto compare_plane = [&](std::size_t plane, worst_difference& worst) {
      double sum = 0.0, magnitude = 0.0;
      for (std::size_t i = plane * size; i < (plane + 1) * size; ++i) {
        sum += static_cast<double>(x[i]);
        magnitude += std::fabs(static_cast<double>(x[i]));
      }
      const double count = static_cast<double>(size);
      worst.add(static_cast<double>(result[plane]), sum / count, magnitude / count);
    };
    return compare_rows<element>(shape.planes, size, result, rounding_bound<element>(size) + rounding_bound<element>(2),
                                 compare_plane);
  }
};

}  // namespace calib::kernels
