#include "console/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace calib::console {

text_table::text_table(std::vector<std::string> columns) : columns_(std::move(columns)) {
  for (std::string& name : columns_) {
    right_.push_back(name.starts_with('>'));
    if (right_.back()) name.erase(0, 1);
  }
}

void text_table::add(std::vector<std::string> cells) {
  if (cells.size() > columns_.size()) throw std::logic_error("text_table: more cells than columns");
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string text_table::str() const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    widths.push_back(columns_[c].size());
    for (const auto& row : rows_) widths[c] = std::max(widths[c], row[c].size());
  }
  std::string text;
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string out = " ";
    for (std::size_t c = 0; c < cells.size(); ++c) {
      out += right_[c] ? fmt::format(" {:>{}}", cells[c], widths[c]) : fmt::format(" {:<{}}", cells[c], widths[c]);
      if (c + 1 < cells.size()) out += ' ';
    }
    out.erase(out.find_last_not_of(' ') + 1);
    text += out + '\n';
  };
  line(columns_);
  for (const auto& row : rows_) line(row);
  return text;
}

}  // namespace calib::console
