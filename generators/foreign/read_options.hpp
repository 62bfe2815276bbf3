#pragma once
/// What the user says of a file of measurements.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "calib/precision.hpp"
#include "foreign/time_unit.hpp"

namespace calib::foreign {

enum class file_format : std::uint8_t { csv, benchdnn, google_benchmark };

/// Rows whose column has one of these values.
struct condition {
  std::string column;
  std::vector<std::string> values;
};

struct read_options {
  std::string operation;
  calib::precision precision = calib::precision::f32;
  file_format format = file_format::csv;
  /// Column names the file uses instead of ours: ours -> theirs ("latency_s" -> "time").
  std::map<std::string, std::string> aliases{};
  /// Of the latencies, where the name of their column does not say.
  std::optional<time_unit> unit{};
  /// Rows have to meet all of them.
  std::vector<condition> where{};
  /// The file lists shapes to be measured: it needs no latencies, and they are 0.
  bool shapes_only = false;
  /// Bad rows are left out, however many there are.
  bool allow_bad_rows = false;
};

}  // namespace calib::foreign
