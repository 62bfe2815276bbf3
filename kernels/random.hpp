#pragma once
/// Operand values: random in (-1, 1), or 8 bits, each a function of seed and position alone, so that a check can
/// compute any original value again without keeping a copy.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "kernels/element.hpp"

namespace calib::kernels {

/// Mixes all bits into all bits (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
constexpr std::uint64_t scramble(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// The seed of the operand with this number, for an operation with this seed.
constexpr std::uint64_t operand_seed(std::uint64_t seed, std::uint64_t operand) noexcept {
  return scramble(scramble(seed) ^ operand);
}

/// Positions after which the values of an operand come again: what follows is copied, in a seventh of the time that
/// drawing it takes. A prime, so that no row begins as another does unless rows are a multiple of it apart, and 64 KiB
/// of f32 that stay in a second-level cache meanwhile.
inline constexpr std::uint64_t random_period = 16'381;

/// An odd multiple of 2^-24 (float), 2^-53 (double) or 2^-8 (bfloat16): every significand bit is in use, none is zero,
/// and neither the values nor their products come near the denormals, which would be slow. Integers: an odd number.
template <class T>
constexpr T random_element(std::uint64_t seed, std::uint64_t position) noexcept {
  constexpr int digits = std::numeric_limits<T>::digits;
  constexpr std::int64_t range = std::int64_t{1} << digits;
  const std::uint64_t bits = scramble(seed + position % random_period * 0x9e3779b97f4a7c15u) >> (64 - digits);
  const std::int64_t odd = 2 * static_cast<std::int64_t>(bits) + 1 - range;  // |odd| < 2^digits: exact in T
  static_assert(digits <= 53);
  if constexpr (std::is_integral_v<T>)
    return static_cast<T>(odd);
  else
    return static_cast<T>(static_cast<sum_t<T>>(odd) / static_cast<sum_t<T>>(range));
}

template <class T>
void fill_random(std::span<T> values, std::uint64_t seed) noexcept {
  const std::span<T> drawn = values.first(std::min<std::size_t>(values.size(), random_period));
  for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = random_element<T>(seed, i);
  for (std::size_t i = drawn.size(); i < values.size(); i += drawn.size()) {
    std::copy_n(drawn.begin(), std::min(drawn.size(), values.size() - i),
                values.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

/// What is added to sums of products of T: numbers as large as one product, so that one left out shows like a term.
template <class T>
void fill_addends(std::span<sum_t<T>> values, std::uint64_t seed) noexcept {
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<sum_t<T>>(random_element<T>(seed, 2 * i)) *
                static_cast<sum_t<T>>(random_element<T>(seed, 2 * i + 1));
  }
}

/// What no kernel computes: NaN, or the integer that is farthest from any sum.
template <class T>
constexpr T poison_value() noexcept {
  if constexpr (std::is_integral_v<T>)
    return std::numeric_limits<T>::min();
  else
    return std::numeric_limits<T>::quiet_NaN();
}

/// Fills a result with it before a check: an element that a kernel fails to write is then seen.
template <class T>
void poison(std::span<T> values) noexcept {
  for (T& value : values) value = poison_value<T>();
}

}  // namespace calib::kernels
