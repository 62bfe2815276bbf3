#pragma once
/// The choice of rows by what their columns say.

#include <string>
#include <string_view>
#include <vector>

#include "foreign/columns.hpp"
#include "foreign/raw_table.hpp"
#include "foreign/read_options.hpp"

namespace calib::foreign {

/// Drops the rows that do not meet all conditions. Columns by the file's names or by our dimensions'; values as they
/// are written, or as equal numbers. Throws usage_error for a column or a value that does not occur, with those that
/// do; `name` stands for the file.
void keep_rows(const std::vector<condition>& where, const column_layout& layout, std::string_view name,
               raw_table& table);

/// The option as a shell takes it.
std::string where_option(std::string_view column, std::string_view value);

/// "fp16, fp32": the first few values of a column, in their order.
std::string values_text(const raw_table& table, std::size_t column);

}  // namespace calib::foreign
