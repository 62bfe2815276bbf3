#pragma once
/// Scales of charts: from values to places, and the ticks that people read them by.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace calib::report {

enum class unit { count, flops, bytes, time, flops_per_s, bytes_per_s, intensity, share };

struct scale {
  std::string label;
  unit in = unit::count;
  bool logarithmic = true;
  double low = 1, high = 10;
};

struct tick {
  double at = 0;
  std::string text;
};

/// A logarithmic scale that holds the positive ones of `values`, from a round number to a round number: a power of two
/// for bytes, else 1, 2 or 5 times a power of ten. Never empty: at least a factor of ten.
[[nodiscard]] scale logarithmic(std::string label, unit in, std::span<const double> values);

/// A scale from 0 to a round number that holds all `values`.
[[nodiscard]] scale linear(std::string label, unit in, std::span<const double> values);

/// A logarithmic scale of ratios that reaches as far above 1 as below: by a round factor, at least by `least`. It holds
/// all `ratios` that are within a factor of 2, and nine of ten however far they are.
[[nodiscard]] scale around_one(std::string label, std::span<const double> ratios, double least);

/// Where a value lies: 0 at the low end, 1 at the high end; values beyond the ends are moved to them.
[[nodiscard]] double position(const scale& on, double value) noexcept;

/// At most `most` ticks (3 at least), at round numbers within the scale, evenly far apart.
[[nodiscard]] std::vector<tick> ticks(const scale& on, std::size_t most);

/// A quantity in few characters: "1 ms", "32 KiB", "100 GFLOP/s". Ticks of rates and FLOPs leave out the unit, which
/// the scale's label has.
[[nodiscard]] std::string short_text(double value, unit in);

/// Up to three significant digits and no exponent: "0.0123", "9.24", "12159".
[[nodiscard]] std::string three_digits(double value);

}  // namespace calib::report
