#include "kernels/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/aligned_buffer.hpp"
#include "kernels/random.hpp"

namespace calib::kernels {
namespace {

/// Multiply-adds below which everything is compared, and which a sample may spend beyond.
constexpr std::size_t full_comparison = std::size_t{1} << 23;

/// Columns in a sampled block: one cache line of f32, because B is walked down its columns.
constexpr std::size_t block_columns = 16;

/// A sample spends one cache line of B per step of k: 2^17 of them are 10 ms even when each comes from DRAM.
constexpr std::size_t sampled_lines = std::size_t{1} << 17;
constexpr std::size_t fewest_blocks = 8;
constexpr std::size_t most_blocks = 4096;

struct sum {
  double value = 0.0;
  double magnitude = 0.0;

  void add(double term) noexcept {
    value += term;
    magnitude += std::fabs(term);
  }
};

template <class T>
sum inner_product(const T* x, const T* y, std::size_t count) noexcept {
  sum total;
  for (std::size_t i = 0; i < count; ++i) total.add(static_cast<double>(x[i]) * static_cast<double>(y[i]));
  return total;
}

/// B[p, j] of a product, or of its transpose: where its elements lie.
template <class T>
struct right_side {
  const T* data;
  std::size_t row_step, column_step;

  double at(std::size_t p, std::size_t j) const noexcept {
    return static_cast<double>(data[p * row_step + j * column_step]);
  }
};

/// Compares C[row, begin..end).
template <class T>
class gemm_rows {
 public:
  /// With a bias, which may be empty, goes ReLU.
  gemm_rows(std::size_t n, std::size_t k, const T* a, right_side<T> b, std::span<const sum_t<T>> bias,
            const product_t<T>* c, std::size_t widest)
      : n_{n}, k_{k}, a_{a}, b_{b}, bias_{bias}, c_{c}, sums_(widest) {}

  void compare(std::size_t row, std::size_t begin, std::size_t end) {
    std::fill(sums_.begin(), sums_.end(), sum{});
    for (std::size_t p = 0; p < k_; ++p) {
      const double left = static_cast<double>(a_[row * k_ + p]);
      for (std::size_t j = begin; j < end; ++j) sums_[j - begin].add(left * b_.at(p, j));
    }
    for (std::size_t j = begin; j < end; ++j) {
      sum& want = sums_[j - begin];
      if (!bias_.empty()) {
        want.add(static_cast<double>(bias_[j]));
        want.value = std::fmax(want.value, 0.0);
      }
      worst_.add(static_cast<double>(c_[row * n_ + j]), want.value, want.magnitude);
    }
  }
  double worst() const noexcept { return worst_.value(); }

 private:
  std::size_t n_, k_;
  const T* a_;
  right_side<T> b_;
  std::span<const sum_t<T>> bias_;
  const product_t<T>* c_;
  std::vector<sum> sums_;
  worst_difference worst_;
};

template <class T>
constexpr double unit_roundoff = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2;

double bound(double terms, double roundoff) noexcept { return std::min(terms, 8 * std::sqrt(terms)) * roundoff; }

template <class T>
prepared::check_result compare_product(std::size_t m, std::size_t n, std::size_t k, std::span<const T> a,
                                       right_side<T> b, std::span<const sum_t<T>> bias,
                                       std::span<const product_t<T>> c) {
  const double tolerance = rounding_bound<T>(bias.empty() ? k : k + 1);
  if (any_nan(c)) return {std::numeric_limits<double>::quiet_NaN(), tolerance};
  if (saturated_product(saturated_product(m, n), k) <= full_comparison) {
    gemm_rows<T> rows{n, k, a.data(), b, bias, c.data(), n};
    for (std::size_t row = 0; row < m; ++row) rows.compare(row, 0, n);
    return {rows.worst(), tolerance};
  }
  const std::size_t width = std::min(n, block_columns);
  gemm_rows<T> rows{n, k, a.data(), b, bias, c.data(), width};
  for (const std::size_t row : {std::size_t{0}, m - 1}) {
    for (const std::size_t column : {std::size_t{0}, n - width}) rows.compare(row, column, column + width);
  }
  const std::size_t blocks = std::clamp(sampled_lines / k, fewest_blocks, most_blocks);
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t row = scramble(2 * block) % m;
    const std::size_t column = scramble(2 * block + 1) % (n - width + 1);
    rows.compare(row, column, column + width);
  }
  return {rows.worst(), tolerance};
}

}  // namespace

template <class T>
bool any_nan(std::span<const T> values) noexcept {
  return std::any_of(values.begin(), values.end(), [](T value) {
    if constexpr (std::is_integral_v<T>)
      return value == poison_value<T>();
    else
      return std::isnan(static_cast<sum_t<T>>(value));
  });
}

template <class T>
double rounding_bound(std::size_t terms) noexcept {
  if constexpr (std::is_integral_v<T>) {
    constexpr double roundings = 3;
    return bound(roundings, unit_roundoff<float>);
  } else {
    // One term more than there are stands for the second-order part of the bound and the final rounding to T.
    const double count = static_cast<double>(terms) + 1;
    const double in_sum = bound(count, unit_roundoff<sum_t<T>>) + bound(count, unit_roundoff<double>);
    return std::is_same_v<T, sum_t<T>> ? in_sum : in_sum + unit_roundoff<T>;
  }
}

template <class T>
prepared::check_result compare_gemm(std::size_t m, std::size_t n, std::size_t k, std::span<const T> a,
                                    std::span<const T> b, std::span<const product_t<T>> c) {
  return compare_product<T>(m, n, k, a, {b.data(), n, 1}, {}, c);
}

template <class T>
prepared::check_result compare_linear(std::size_t m, std::size_t n, std::size_t k, std::span<const T> x,
                                      std::span<const T> w, std::span<const sum_t<T>> bias,
                                      std::span<const product_t<T>> y) {
  return compare_product<T>(m, n, k, x, {w.data(), 1, k}, bias, y);
}

template <class T>
prepared::check_result compare_gemv(std::size_t m, std::size_t k, std::span<const T> a, std::span<const T> x,
                                    std::span<const T> y) {
  const double tolerance = rounding_bound<T>(k);
  if (any_nan(y)) return {std::numeric_limits<double>::quiet_NaN(), tolerance};
  worst_difference worst;
  const auto compare_row = [&](std::size_t row) {
    const sum want = inner_product(a.data() + row * k, x.data(), k);
    worst.add(static_cast<double>(y[row]), want.value, want.magnitude);
  };
  const std::size_t affordable = std::max(fewest_blocks, full_comparison / k);
  if (m <= affordable) {
    for (std::size_t row = 0; row < m; ++row) compare_row(row);
  } else {
    compare_row(0);
    compare_row(m - 1);
    for (std::size_t sample = 0; sample < affordable; ++sample) compare_row(scramble(sample) % m);
  }
  return {worst.value(), tolerance};
}

template <class T>
prepared::check_result compare_dot(std::span<const T> x, std::span<const T> y, T result) {
  const sum want = inner_product(x.data(), y.data(), x.size());
  worst_difference worst;
  worst.add(static_cast<double>(result), want.value, want.magnitude);
  return {worst.value(), rounding_bound<T>(x.size())};
}

#define CALIB_INSTANTIATE_PRODUCTS(T)                                                                          \
  template double rounding_bound<T>(std::size_t) noexcept;                                                     \
  template bool any_nan<T>(std::span<const T>) noexcept;                                                       \
  template prepared::check_result compare_linear<T>(std::size_t, std::size_t, std::size_t, std::span<const T>, \
                                                    std::span<const T>, std::span<const sum_t<T>>,             \
                                                    std::span<const product_t<T>>);                            \
  template prepared::check_result compare_gemm<T>(std::size_t, std::size_t, std::size_t, std::span<const T>,   \
                                                  std::span<const T>, std::span<const product_t<T>>)
#define CALIB_INSTANTIATE(T)                                                                                        \
  CALIB_INSTANTIATE_PRODUCTS(T);                                                                                    \
  template prepared::check_result compare_gemv<T>(std::size_t, std::size_t, std::span<const T>, std::span<const T>, \
                                                  std::span<const T>);                                              \
  template prepared::check_result compare_dot<T>(std::span<const T>, std::span<const T>, T)
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
CALIB_INSTANTIATE_PRODUCTS(bfloat16);
CALIB_INSTANTIATE_PRODUCTS(std::int8_t);
template bool any_nan<std::int32_t>(std::span<const std::int32_t>) noexcept;
#undef CALIB_INSTANTIATE
#undef CALIB_INSTANTIATE_PRODUCTS

}  // namespace calib::kernels
