#include "foreign/bad_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "usage_error.hpp"

namespace calib::foreign {
namespace {

struct tally {
  std::size_t count = 0;
  const bad_row* first = nullptr;
};

}  // namespace

std::string reasons_text(const std::vector<bad_row>& bad) {
  std::map<std::string_view, tally> by_reason;
  for (const bad_row& row : bad) {
    tally& one = by_reason[row.reason];
    if (one.count++ == 0) one.first = &row;
  }
  std::vector<std::pair<std::string_view, tally>> order(by_reason.begin(), by_reason.end());
  std::ranges::stable_sort(order, [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  std::string text;
  for (const auto& [reason, one] : order) {
    text += fmt::format("  {}: {}; first in line {}", one.count, reason, one.first->line);
    text += one.first->cell.empty() ? "\n" : fmt::format(": '{}'\n", one.first->cell);
  }
  return text;
}

void require_few(const std::vector<bad_row>& bad, std::size_t rows, bool allowed, std::string_view name) {
  if (rows == 0) throw usage_error(fmt::format("{}: has no rows below its header", name));
  if (bad.size() == rows) {
    throw usage_error(fmt::format("{}: no good row among {}:\n{}mend the file", name, rows, reasons_text(bad)));
  }
  const bool many = static_cast<double>(bad.size()) > largest_bad_share * static_cast<double>(rows);
  if (!many || allowed) return;
  throw usage_error(
      fmt::format("{}: {} of {} rows are bad, which is above {:.0f} %:\n{}mend the file, choose rows with --where, or "
                  "leave the bad ones out with --allow-bad-rows",
                  name, bad.size(), rows, 100 * largest_bad_share, reasons_text(bad)));
}

}  // namespace calib::foreign
