#pragma once
/// Pieces of tables. They leave out the tags that HTML lets one leave out: a page has thousands of rows.

#include <initializer_list>
#include <string>
#include <string_view>

namespace calib::report {

/// The cells of a row, of texts.
[[nodiscard]] std::string cells(std::initializer_list<std::string> texts);

/// A row of these texts.
[[nodiscard]] std::string row(std::initializer_list<std::string> texts);

/// The names of the columns; rows follow.
[[nodiscard]] std::string head(std::initializer_list<std::string_view> columns);

}  // namespace calib::report
