#pragma once
/// Delimited text as a table: where its header is, and what delimits it.

#include <string>
#include <string_view>
#include <vector>

#include "foreign/raw_table.hpp"
#include "foreign/read_options.hpp"

namespace calib::foreign {

/// Comma, tab, semicolon or bar, whichever makes a header that names most `dimensions` and a latency. Lines before the
/// header are left out, which a note says, as are comments that look like rows. Throws usage_error for text without a
/// header, for data above it, for a second one with other columns, and for quotes that take in rows; `name` stands for
/// the file.
raw_table read_csv_table(std::string_view text, std::string_view name, const std::vector<std::string>& dimensions,
                         const read_options& options);

}  // namespace calib::foreign
