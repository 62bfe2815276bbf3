#pragma once
/// Delimited text as rows of cells (RFC 4180), by libcsv.

#include <cstddef>
#include <string_view>
#include <vector>

#include "foreign/raw_table.hpp"

namespace calib::foreign {

/// The rows of `text`, whose lines end in LF, CR LF or CR; empty lines and those that begin with # are left out, and
/// blanks around cells. A quoted cell may hold delimiters and line ends; the last row says so if its quote is never
/// closed. `lines_before`: of the file, before the text. At most `most` rows.
std::vector<raw_row> split_rows(std::string_view text, char delimiter, std::size_t lines_before = 0,
                                std::size_t most = static_cast<std::size_t>(-1));

/// Throws usage_error, with the line of the row, where a quote is never closed, and where a quoted cell holds what
/// looks like further rows of as many `columns`: its quote was not meant as one. `name` stands for the file.
void require_closed_quotes(const std::vector<raw_row>& rows, char delimiter, std::size_t columns,
                           std::string_view name);

/// The first line of `text` with its end, which may be LF, CR LF or CR; not empty where the text is not.
std::string_view first_line(std::string_view text);

}  // namespace calib::foreign
