#pragma once
/// One bf16 number in memory: the upper half of a float. Only storage and conversion; arithmetic is done in float, as
/// processors do it.

#include <bit>
#include <cstdint>
#include <limits>

namespace calib::kernels {

class bfloat16 {
 public:
  bfloat16() = default;
  /// To the nearest, ties to even. A NaN stays one.
  explicit constexpr bfloat16(float x) noexcept : bits_{rounded(x)} {}

  explicit constexpr operator float() const noexcept { return std::bit_cast<float>(std::uint32_t{bits_} << 16U); }
  explicit constexpr operator double() const noexcept { return static_cast<float>(*this); }

  friend constexpr bool operator<(bfloat16 a, bfloat16 b) noexcept {
    return static_cast<float>(a) < static_cast<float>(b);
  }

 private:
  static constexpr std::uint16_t rounded(float x) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    if (x != x) return 0x7fc0;
    const std::uint32_t to_even = 0x7fffU + (bits >> 16U & 1U);
    return static_cast<std::uint16_t>((bits + to_even) >> 16U);
  }

  std::uint16_t bits_;
};
static_assert(sizeof(bfloat16) == 2);

}  // namespace calib::kernels

/// What differs from float; the range is the same.
template <>
class std::numeric_limits<calib::kernels::bfloat16> {
 public:
  static constexpr bool is_specialized = true;
  static constexpr bool has_quiet_NaN = true;
  static constexpr int digits = 8;
  static constexpr calib::kernels::bfloat16 epsilon() noexcept { return calib::kernels::bfloat16{0x1p-7f}; }
  static constexpr calib::kernels::bfloat16 quiet_NaN() noexcept {
    return calib::kernels::bfloat16{std::numeric_limits<float>::quiet_NaN()};
  }
};
