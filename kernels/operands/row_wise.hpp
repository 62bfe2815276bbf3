#pragma once
/// softmax, layer_norm, rms_norm, reduce_sum, bias_add over the rows of x[rows,cols]. FLOPs and bytes as
/// op/normalization.hpp states them.
///
/// Tolerances, relative to the magnitude beside each reference. The sum of a row is off by rounding_bound(cols) of its
/// terms' magnitudes; what follows the sum adds a few roundings more, and exponentials function_bound.
/// layer_norm: the mean may be off by the bound times the mean of |x|, and the variance, where it is taken as
/// E[x²] - mean², by twice the bound times E[x²], which counts for more the more of E[x²] cancels.

#include <algorithm>
#include <cmath>

#include "calib/op/normalization.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

/// What keeps a row of equal elements from dividing by zero; the usual 1e-5.
inline constexpr double norm_epsilon = 1e-5;

template <Precision P, class Kind>
struct operands<op::row_wise<P, Kind>> {
  using element = element_t<P>;
  using parameter = sum_t<element>;

  static constexpr bool has_scale = Kind::parameters > 0 && !std::is_same_v<Kind, op::kind::bias_add>;
  static constexpr bool has_shift = Kind::parameters > (has_scale ? 1 : 0);

  op::row_wise<P, Kind> shape;
  aligned_buffer<element> x, result;
  aligned_buffer<parameter> scale, shift;

  explicit operands(const op::row_wise<P, Kind>& s)
      : shape{s},
        x(saturated_product(s.rows, s.cols)),
        result(results(s)),
        scale(has_scale ? s.cols : 0),
        shift(has_shift ? s.cols : 0) {}

  auto activations() noexcept { return std::tie(result, x); }
  static std::size_t bytes(const op::row_wise<P, Kind>& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(buffer::bytes(saturated_product(s.rows, s.cols)),
                         saturated_sum(saturated_product(Kind::parameters, aligned_buffer<parameter>::bytes(s.cols)),
                                       buffer::bytes(results(s))));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    fill_random<parameter>(scale, operand_seed(seed, 1));
    fill_random<parameter>(shift, operand_seed(seed, 2));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    return compare_rows<element>(shape.rows, shape.cols, result, tolerance(),
                                 [&](std::size_t row, worst_difference& worst) {
                                   compare_row(Kind{}, x.data() + row * shape.cols, row, worst);
                                 });
  }

 private:
  static constexpr std::size_t results(const op::row_wise<P, Kind>& s) noexcept {
    return Kind::reduces ? s.rows : saturated_product(s.rows, s.cols);
  }

  double tolerance() const noexcept {
    if constexpr (std::is_same_v<Kind, op::kind::bias_add>) return rounding_bound<element>(2);
    if constexpr (std::is_same_v<Kind, op::kind::reduce_sum>) return rounding_bound<element>(shape.cols);
    if constexpr (std::is_same_v<Kind, op::kind::softmax>) {
      return rounding_bound<element>(shape.cols) + function_bound<element>;
    }
    return 2 * rounding_bound<element>(shape.cols) + rounding_bound<element>(8);
  }

  /// The mean of f over a row.
  template <class F>
  double mean(const element* row, F f) const {
    double sum = 0.0;
    for (std::size_t j = 0; j < shape.cols; ++j) sum += f(static_cast<double>(row[j]));
    return sum / static_cast<double>(shape.cols);
  }
  /// Compares the row's results with `want(j)`, a term_sum.
  template <class Want>
  void compare_each(std::size_t row, worst_difference& worst, Want want) const {
    for (std::size_t j = 0; j < shape.cols; ++j) {
      const term_sum expected = want(j);
      worst.add(static_cast<double>(result[row * shape.cols + j]), expected.value, expected.magnitude);
    }
  }

  void compare_row(op::kind::softmax, const element* row, std::size_t at, worst_difference& worst) const {
    const double top = static_cast<double>(*std::max_element(row, row + shape.cols));
    const double total = mean(row, [top](double v) { return std::exp(v - top); }) * static_cast<double>(shape.cols);
    compare_each(at, worst, [&](std::size_t j) {
      const double y = std::exp(static_cast<double>(row[j]) - top) / total;
      return term_sum{y, y};
    });
  }
  void compare_row(op::kind::layer_norm, const element* row, std::size_t at, worst_difference& worst) const {
    const double centre = mean(row, [](double v) { return v; });
    const double magnitude = mean(row, [](double v) { return std::fabs(v); });
    const double square = mean(row, [](double v) { return v * v; });
    const double variance = mean(row, [centre](double v) { return (v - centre) * (v - centre); }) + norm_epsilon;
    const double root = std::sqrt(variance);
    compare_each(at, worst, [&](std::size_t j) {
      const double v = static_cast<double>(row[j]);
      const double g = static_cast<double>(scale[j]) / root, b = static_cast<double>(shift[j]);
      return term_sum{
          (v - centre) * g + b,
          std::fabs(g) * (std::fabs(v) + magnitude + std::fabs(v - centre) * square / variance) + std::fabs(b)};
    });
  }
  void compare_row(op::kind::rms_norm, const element* row, std::size_t at, worst_difference& worst) const {
    const double root = std::sqrt(mean(row, [](double v) { return v * v; }) + norm_epsilon);
    compare_each(at, worst, [&](std::size_t j) {
      const double y = static_cast<double>(row[j]) / root * static_cast<double>(scale[j]);
      return term_sum{y, std::fabs(y)};
    });
  }
  void compare_row(op::kind::reduce_sum, const element* row, std::size_t at, worst_difference& worst) const {
    const double count = static_cast<double>(shape.cols);
    worst.add(static_cast<double>(result[at]), count * mean(row, [](double v) { return v; }),
              count * mean(row, [](double v) { return std::fabs(v); }));
  }
  void compare_row(op::kind::bias_add, const element* row, std::size_t at, worst_difference& worst) const {
    compare_each(at, worst, [&](std::size_t j) {
      return reference(op::kind::add{}, static_cast<double>(row[j]), static_cast<double>(shift[j]));
    });
  }
};

}  // namespace calib::kernels
