#pragma once
/// transpose, gather and concat: elements change their place and nothing else, so results must be exact.
/// No FLOPs; bytes 2·rows·cols elements, or `bytes`: every element read once and written once. The indices of a gather,
/// 4 bytes a row, are not counted.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "calib/op/memory.hpp"
#include "kernels/operands/operands.hpp"
#include "kernels/operands/stream.hpp"

namespace calib::kernels {

/// Compares `result` with `want(i)` for each i. Random elements are never 0.
template <class T, class Want>
prepared::check_result compare_moved(std::span<const T> result, Want want) {
  if (any_nan(result)) return {std::numeric_limits<double>::quiet_NaN(), 0.0};
  worst_difference worst;
  for_each_sampled(result.size(), [&](std::size_t i) {
    worst.add(static_cast<double>(result[i]), static_cast<double>(want(i)), std::fabs(static_cast<double>(want(i))));
  });
  return {worst.value(), 0.0};
}

template <Precision P>
struct operands<op::transpose<P>> {
  using element = element_t<P>;

  op::transpose<P> shape;
  aligned_buffer<element> x, result;

  explicit operands(const op::transpose<P>& s)
      : shape{s}, x(saturated_product(s.rows, s.cols)), result(saturated_product(s.rows, s.cols)) {}

  auto activations() noexcept { return std::tie(result, x); }
  static std::size_t bytes(const op::transpose<P>& s) noexcept {
    return saturated_product(2, aligned_buffer<element>::bytes(saturated_product(s.rows, s.cols)));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    return compare_moved<element>(result,
                                  [&](std::size_t i) { return x[i % shape.rows * shape.cols + i / shape.rows]; });
  }
};

template <Precision P>
struct operands<op::gather<P>> {
  using element = element_t<P>;

  /// Rows in the table for each row gathered: neighbours in the result are seldom neighbours in the table.
  static constexpr std::size_t spread = 8;

  op::gather<P> shape;
  aligned_buffer<element> table, result;
  aligned_buffer<std::uint32_t> index;

  explicit operands(const op::gather<P>& s)
      : shape{s},
        table(saturated_product(spread, saturated_product(s.rows, s.cols))),
        result(saturated_product(s.rows, s.cols)),
        index(s.rows) {}

  auto activations() noexcept { return std::tie(result, index); }
  static std::size_t bytes(const op::gather<P>& s) noexcept {
    return saturated_sum(
        saturated_product(spread + 1, aligned_buffer<element>::bytes(saturated_product(s.rows, s.cols))),
        aligned_buffer<std::uint32_t>::bytes(s.rows));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(table, operand_seed(seed, 0));
    for (std::size_t i = 0; i < shape.rows; ++i) {
      index[i] = static_cast<std::uint32_t>(scramble(operand_seed(seed, 1) + i) % table_rows());
    }
    poison<element>(result);
  }
  prepared::check_result compare() const {
    return compare_moved<element>(
        result, [&](std::size_t i) { return table[index[i / shape.cols] * shape.cols + i % shape.cols]; });
  }

 private:
  /// As many as 32-bit indices, which embeddings use, can reach.
  std::size_t table_rows() const noexcept {
    return std::min(spread * shape.rows, std::size_t{std::numeric_limits<std::uint32_t>::max()});
  }
};

template <Precision P>
struct operands<op::stream<P, op::kind::concat>> {
  using element = element_t<P>;

  op::concat<P> shape;
  aligned_buffer<element> left, right, result;

  explicit operands(const op::concat<P>& s)
      : shape{s}, left(s.elements()), right(s.elements()), result(saturated_product(2, s.elements())) {}

  auto activations() noexcept { return std::tie(result, left, right); }
  static std::size_t bytes(const op::concat<P>& s) noexcept {
    return saturated_product(4, aligned_buffer<element>::bytes(s.elements()));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(left, operand_seed(seed, 0));
    fill_random<element>(right, operand_seed(seed, 1));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    return compare_moved<element>(result,
                                  [&](std::size_t i) { return i < left.size() ? left[i] : right[i - left.size()]; });
  }
};

}  // namespace calib::kernels
