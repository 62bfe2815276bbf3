#pragma once
/// The digits of what is measured and not a latency.

#include <array>
#include <charconv>

namespace calib::calibration {

/// Four significant digits: what is measured comes out the same in two or three of them, from run to run.
inline double four_digits(double value) {
  std::array<char, 32> text;  // 1.234e-308 at most
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific, 3).ptr;
  std::from_chars(text.data(), end, value);
  return value;
}

}  // namespace calib::calibration
