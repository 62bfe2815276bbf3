#pragma once
/// The line of delimited text that names its columns.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foreign/columns.hpp"
#include "foreign/raw_table.hpp"
#include "foreign/read_options.hpp"

namespace calib::foreign {

struct delimiter {
  char character = ',';
  std::string_view name = "commas";
};

struct csv_header {
  std::size_t line = 0;       ///< in the file, the first being 1
  std::string_view rest;      ///< the text below
  std::size_t lines_above{};  ///< neither blank nor comments
  bool commented = false;     ///< it stands behind #
  delimiter separated{};
  std::vector<std::string> names;
  known_names known;
};

/// The line that names most columns that are looked for, split in the way that it names most; of equal ones the first
/// that is no comment. Throws usage_error for empty text, and where lines above it hold data; `name` stands for the
/// file.
csv_header find_header(std::string_view text, std::string_view name, const std::vector<std::string>& dimensions,
                       const read_options& options);

/// Cells without blanks around them.
std::vector<std::string> names_of(const raw_row& row);

/// Whether these are the names of another header of the same table, rather than a row or a remark.
bool is_header(const std::vector<std::string>& names, const csv_header& first,
               const std::vector<std::string>& dimensions, const read_options& options);

/// The text of a line behind # and blanks.
std::string_view behind_hash(std::string_view line);

}  // namespace calib::foreign
