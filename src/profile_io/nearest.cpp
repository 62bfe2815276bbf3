#include "profile_io/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "calib/precision.hpp"

namespace calib::profile_io {
namespace {

/// Names are compared up to here: a hostile file may have long ones, and the cost grows with the square.
constexpr std::size_t longest_name = 100;

/// Levenshtein's distance, one row of the matrix at a time.
std::size_t changes(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (calib::detail::lower(from[i]) == calib::detail::lower(to[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view name, std::span<const std::string_view> names) {
  if (name.size() > longest_name) return {};
  std::size_t fewest = (name.size() + 1) / 3 + 1;  // two letters of five that changed places
  std::string found;
  for (const std::string_view candidate : names) {
    if (candidate.size() > longest_name) continue;
    const std::size_t count = changes(name, candidate);
    if (count >= fewest) continue;
    fewest = count;
    found = candidate;
  }
  return found;
}

bool begins_with(std::string_view name, std::string_view part) noexcept {
  return calib::detail::same_letters(name.substr(0, part.size()), part);
}

}  // namespace calib::profile_io
