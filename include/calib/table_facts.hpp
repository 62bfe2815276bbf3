#pragma once
/// What is known of a table besides its grid.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace calib {

/// Relative error of a table's predictions on shapes it was not built from; zero count when it was never tested.
struct error_band {
  double median = 0.0;
  double p95 = 0.0;
  std::uint32_t count = 0;

  constexpr bool operator==(const error_band&) const noexcept = default;
};

/// A line that measured shapes lie on: some of their dimensions are in one proportion. Shapes off it were never
/// measured, although each of their dimensions was.
struct measured_line {
  /// How far the proportion of a shape may be off: a quarter is less than sizes are apart that people measure.
  static constexpr double tolerance = 1.25;

  std::array<std::uint64_t, 8> through{};  ///< dimensions of a shape on it; 0 of dimensions that are free

  /// Whether a shape is near the line; all are where there is none.
  constexpr bool passes(std::span<const std::size_t> dims) const noexcept {
    double least = 0.0, most = 0.0;
    for (std::size_t d = 0; d < dims.size() && d < through.size(); ++d) {
      if (through[d] == 0) continue;
      const double times = static_cast<double>(dims[d]) / static_cast<double>(through[d]);
      if (least == 0.0 || times < least) least = times;
      if (times > most) most = times;
    }
    return most <= tolerance * least;
  }
};

/// What is known of a table besides its grid.
struct table_facts {
  char grade = '-';     ///< quality of the measurement, 'A' to 'D'; '-' when unknown
  bool fitted = false;  ///< the grid was fitted to scattered measurements, so no knot counts as measured
  error_band error{};
  measured_line line{};  ///< that all shapes behind it lie on, if they do
};

}  // namespace calib
