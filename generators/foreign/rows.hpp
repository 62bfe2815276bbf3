#pragma once
/// Rows of cells as measured shapes.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "calib/precision.hpp"
#include "fit/measurement_set.hpp"
#include "foreign/bad_rows.hpp"
#include "foreign/columns.hpp"
#include "foreign/raw_table.hpp"

namespace calib::foreign {

struct parsed_rows {
  std::vector<fit::measured_shape> good;  ///< latencies in seconds
  std::vector<std::size_t> rows;          ///< of the table, one for each good one
  std::vector<bad_row> bad;
  std::vector<std::string> notes;  ///< what was assumed
};

/// Throws usage_error with the remedy where a number is in groups of digits or has a unit behind it: which number was
/// meant is then not certain, and rows of certain sizes would be missing. `name` stands for the file.
parsed_rows parse_rows(const raw_table& table, const column_layout& layout, precision p, std::string_view name);

}  // namespace calib::foreign
