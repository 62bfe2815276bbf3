#pragma once
/// The points of a profile's tables: what was measured, with what follows from it, and the table's own line.

#include <cstddef>
#include <string>
#include <vector>

#include "calib/loaded_profile.hpp"
#include "calib/roofline.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::report {

/// A profile as it was read, and ready to be asked.
struct source_profile {
  profile_io::profile_data data;
  loaded_profile ready;
};

/// What the points of a series are.
enum class origin {
  measured,  ///< shapes that were measured
  knots,     ///< the table's knots, each of them measured
  fitted,    ///< knots of a fitted table that does not tell its measurements: answers, not measurements
};

struct point {
  std::vector<std::size_t> dims;
  double latency_s = 0;
  cost work{};
  double share = 0;  ///< least time by the setting's peaks / latency; 0 = a peak is unknown
  bound limiter = bound::unknown;

  double intensity() const { return work.traffic.value > 0 ? work.arithmetic.value / work.traffic.value : 0; }
  double flops_per_s() const { return work.arithmetic.value / latency_s; }
  double bytes_per_s() const { return work.traffic.value / latency_s; }
};

struct point_series {
  std::size_t number = 0;   ///< among all of the report
  std::size_t profile = 0;  ///< among those of the report
  std::string setting, operation;
  calib::precision precision = calib::precision::f32;
  std::vector<std::string> axes{};
  origin of = origin::measured;
  std::size_t left_out = 0;     ///< knots of a fitted table that are not shown
  std::vector<point> points{};  ///< by size_of, the smallest first
  std::vector<point> line{};    ///< the table's answers from its smallest shape to its largest
  error_band error{};
  std::string error_method;

  /// Whether a point counts by its arithmetic; else it only moves data.
  bool computes() const { return !points.empty() && points.front().work.arithmetic.value > 0; }
  /// "gemm f32"
  std::string operation_text() const;
};

/// Where a point lies on an axis of sizes: the dimension where there is only one, else FLOPs, or bytes where there are
/// none.
double size_of(const point_series& in, const point& one);

/// One series for each table that has dimensions, in the order of the profile; `number` counts from `first_number`.
std::vector<point_series> series_of(const source_profile& from, std::size_t profile, std::size_t first_number);

}  // namespace calib::report
