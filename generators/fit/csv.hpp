#pragma once
/// Measurements made elsewhere, from a CSV file: one row per measured shape, a column per dimension of the operation
/// and `latency_s`. Plain or gzipped.

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "calib/precision.hpp"
#include "fit/measurement_set.hpp"

namespace calib::fit {

struct csv_options {
  std::string operation;
  calib::precision precision = calib::precision::f32;
  /// Column names the file uses instead of ours: ours -> theirs ("latency_s" -> "time").
  std::map<std::string, std::string> aliases;
  /// The file lists shapes to be measured: it needs no latency_s, and latencies are 0.
  bool shapes_only = false;
};

/// Reads the file. Rows that cannot stand are left out and reported; rows of one shape are merged. A dimension without
/// a column takes its usual value where it has one (dilation and groups: 1). A gemm with a column `batch` is a
/// batched_gemm, which a note says. Throws usage_error when the file cannot be
/// read, lacks a column, or has no good row.
measurement_set read_csv(const std::filesystem::path& path, const csv_options& options);

/// The same from text; `name` stands for the file in messages.
measurement_set read_csv_text(std::string_view text, std::string_view name, const csv_options& options);

}  // namespace calib::fit
