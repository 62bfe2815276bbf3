#pragma once
/// What is known of a table besides its grid.

#include <cstdint>

namespace calib {

/// Relative error of a table's predictions on shapes it was not built from; zero count when it was never tested.
struct error_band {
  double median = 0.0;
  double p95 = 0.0;
  std::uint32_t count = 0;

  constexpr bool operator==(const error_band&) const noexcept = default;
};

/// What is known of a table besides its grid.
struct table_facts {
  char grade = '-';     ///< quality of the measurement, 'A' to 'D'; '-' when unknown
  bool fitted = false;  ///< the grid was fitted to scattered measurements, so no knot counts as measured
  error_band error{};
};

}  // namespace calib
