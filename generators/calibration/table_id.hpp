#pragma once
/// What tells one table of a calibration from another.

#include <string>

#include "calib/precision.hpp"

namespace calib::calibration {

struct table_id {
  std::string setting;
  std::string operation;
  calib::precision precision = calib::precision::f32;

  friend bool operator==(const table_id&, const table_id&) = default;
};

/// "openblas_1t_warm gemm f32"
std::string label(const table_id& table);

}  // namespace calib::calibration
