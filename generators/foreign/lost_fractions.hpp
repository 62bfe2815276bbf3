#pragma once
/// Fractions that ended up in a column of their own: decimal commas without quotes, between columns that commas
/// separate.

#include <string_view>

#include "foreign/columns.hpp"
#include "foreign/raw_table.hpp"

namespace calib::foreign {

/// Throws usage_error where a cell stands below no name (a first column without one counts rows), and where whole
/// latencies are followed by a column that looks like their fractions; `name` stands for the file.
void refuse_lost_fractions(const raw_table& table, const column_layout& layout, std::string_view name);

}  // namespace calib::foreign
