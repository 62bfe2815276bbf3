#pragma once
/// Plain references, computed in double, and the comparison of results with them.
///
/// Tolerances. A sum of n terms t_i, in any order, with or without fused multiply-adds, is off by at most
/// n·u·Σ|t_i|, u = the unit roundoff (Higham, Accuracy and Stability, 3.1). For long sums of random data that bound is
/// far too wide to notice a fault; 8·√n·u·Σ|t_i| holds with probability above 1 - 2n·exp(-32) (Higham and Mary 2019),
/// 1 - 3e-6 for n = 1e8. rounding_bound() is the smaller of both; errors are therefore measured relative to Σ|t_i|.
/// The reference rounds too, to double: its own bound is added, which matters to f64 only.
/// bf16: products are exact in float, where they are summed; then the result is rounded once, to eight bits. That last
/// step is the larger part by far, so that one term of a sum of some hundreds can hide in it; a block cannot.
/// i8: sums are exact. A library may pass them through float on the way to the result: three roundings.
///
/// Cost. Up to 2^23 multiply-adds, or 2^20 elements of a streaming result, everything is compared. Beyond, every
/// element is still looked at for NaN (results are poisoned with NaN before a check, so nothing can stay unwritten),
/// and values are compared in blocks spread over the result, first and last included: some 20 ms at any size, beside
/// the run itself and the passes that fill and scan the operands.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "kernels/element.hpp"
#include "kernels/kernel.hpp"
#include "kernels/random.hpp"

namespace calib::kernels {

/// Bound on the rounding error of a sum of `terms` products of T, and of its double reference, relative to Σ|t_i|.
template <class T>
double rounding_bound(std::size_t terms) noexcept;

/// The largest of many relative differences; NaN once one of them is NaN.
class worst_difference {
 public:
  /// `magnitude` is the sum of the magnitudes of the terms behind `want`: more than zero.
  void add(double got, double want, double magnitude) noexcept {
    const double distance = got < want ? want - got : got - want;
    const double difference = distance / magnitude;
    if (worst_ == worst_ && !(difference <= worst_)) worst_ = difference;
  }
  double value() const noexcept { return worst_; }

 private:
  double worst_ = 0.0;
};

/// C[m,n] against A[m,k] · B[k,n].
template <class T>
prepared::check_result compare_gemm(std::size_t m, std::size_t n, std::size_t k, std::span<const T> a,
                                    std::span<const T> b, std::span<const product_t<T>> c);

/// Y[m,n] against max(X[m,k] · W[n,k]ᵀ + bias[n], 0). The bias is one more term; ReLU makes no error larger.
template <class T>
prepared::check_result compare_linear(std::size_t m, std::size_t n, std::size_t k, std::span<const T> x,
                                      std::span<const T> w, std::span<const sum_t<T>> bias,
                                      std::span<const product_t<T>> y);

/// y[m] against A[m,k] · x[k].
template <class T>
prepared::check_result compare_gemv(std::size_t m, std::size_t k, std::span<const T> a, std::span<const T> x,
                                    std::span<const T> y);

/// A scalar against x · y.
template <class T>
prepared::check_result compare_dot(std::span<const T> x, std::span<const T> y, T result);

/// Whether one of them is NaN; of integers, whether one is still poisoned.
template <class T>
bool any_nan(std::span<const T> values) noexcept;

/// Calls `compare(i)` for each i in [0, count), or, where they are many, for 1024 blocks of 1024 spread evenly,
/// the first and the last included.
template <class Compare>
void for_each_sampled(std::size_t count, Compare&& compare) {
  constexpr std::size_t blocks = 1024;
  constexpr std::size_t length = 1024;
  if (count <= blocks * length) {
    for (std::size_t i = 0; i < count; ++i) compare(i);
    return;
  }
  const std::size_t room = count - length;
  for (std::size_t block = 0; block < blocks; ++block) {
    // room / (blocks - 1) steps, split so that nothing overflows and the last block ends at count.
    const std::size_t begin = room / (blocks - 1) * block + room % (blocks - 1) * block / (blocks - 1);
    for (std::size_t i = begin; i < begin + length; ++i) compare(i);
  }
}

/// Results that depend on a row of `cols` elements each: calls `compare_row(row, worst)` for every row, or, where that
/// is more than 2^20 elements, for the first, the last and a sample.
template <class T, class CompareRow>
prepared::check_result compare_rows(std::size_t rows, std::size_t cols, std::span<const T> results, double tolerance,
                                    CompareRow&& compare_row) {
  constexpr std::size_t affordable_elements = std::size_t{1} << 20;
  constexpr std::size_t fewest_rows = 8;
  if (any_nan(results)) return {std::numeric_limits<double>::quiet_NaN(), tolerance};
  worst_difference worst;
  const std::size_t affordable = std::max(fewest_rows, affordable_elements / cols);
  if (rows <= affordable) {
    for (std::size_t row = 0; row < rows; ++row) compare_row(row, worst);
  } else {
    compare_row(0, worst);
    compare_row(rows - 1, worst);
    for (std::size_t sample = 0; sample < affordable; ++sample) compare_row(scramble(sample) % rows, worst);
  }
  return {worst.value(), tolerance};
}

}  // namespace calib::kernels
