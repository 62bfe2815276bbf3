#pragma once
/// Measurements made elsewhere, from files of any format that is read: CSV, benchdnn's reports, Google Benchmark's
/// JSON.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fit/measurement_set.hpp"
#include "foreign/bad_rows.hpp"
#include "foreign/read_options.hpp"

namespace calib::foreign {

struct reading {
  fit::measurement_set set;
  std::size_t rows = 0;            ///< good and bad, of those that were chosen
  std::vector<bad_row> bad_rows;   ///< few, or allowed
  std::vector<std::string> notes;  ///< what else the user should know: columns not used, dimensions assumed
};

/// Reads the file; rows of one shape are merged. Where a dimension has no column it has its usual value (dilation and
/// groups: 1), and a gemm with a column for batches is a batched_gemm; notes say so. Throws usage_error with reason and
/// remedy when the file cannot be read as what it was meant, has more than a few bad rows, or has rows of one shape
/// that differ and a column that tells them apart.
reading read(const std::filesystem::path& path, const read_options& options);

/// The same from text; `name` stands for the file in messages.
reading read_text_of(std::string_view text, std::string_view name, const read_options& options);

}  // namespace calib::foreign
