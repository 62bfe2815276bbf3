#include "foreign/csv_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "foreign/number.hpp"
#include "foreign/split_rows.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

constexpr std::array delimiters{delimiter{',', "commas"}, delimiter{'\t', "tabs"}, delimiter{';', "semicolons"},
                                delimiter{'|', "bars"}};

// Banners of programs are shorter.
constexpr std::size_t most_lines_before_header = 200;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool is_comment(std::string_view line) { return line.starts_with('#'); }

std::vector<std::string> cells_of(std::string_view line, char by) {
  const auto rows = split_rows(line, by, 0, 1);
  return rows.empty() ? std::vector<std::string>() : names_of(rows.front());
}

std::size_t count_numbers(const std::vector<std::string>& cells) {
  return static_cast<std::size_t>(std::ranges::count_if(cells, is_number));
}

// How many dimensions a line has to name that is a header.
std::size_t fewest_dimensions(const std::vector<std::string>& dimensions) {
  return std::min<std::size_t>(2, dimensions.size());
}

class header_search {
 public:
  header_search(const std::vector<std::string>& dimensions, const read_options& options)
      : dimensions_(dimensions), options_(options) {}

  csv_header run(std::string_view text) const {
    csv_header best;
    std::size_t line = 0, looked_at = 0, above = 0;
    while (!text.empty() && looked_at < most_lines_before_header) {
      const std::string_view one = first_line(text);
      text.remove_prefix(one.size());
      ++line;
      if (is_blank(one)) continue;
      ++looked_at;
      csv_header candidate = candidate_in(one);
      candidate.line = line;
      candidate.rest = text;
      candidate.lines_above = above;
      if (is_better(candidate, best)) best = std::move(candidate);
      above += is_comment(one) ? 0 : 1;
    }
    return best;
  }

  // A line of data above the header belongs to another table, or to none.
  void refuse_data_above(std::string_view text, const csv_header& found, std::string_view name) const {
    std::optional<csv_header> rival;
    for (std::size_t line = 1; line < found.line; ++line) {
      const std::string_view one = first_line(text);
      text.remove_prefix(one.size());
      if (is_blank(one)) continue;
      csv_header candidate = candidate_in(one);
      if (candidate.known.dimensions >= fewest_dimensions(dimensions_) && count_numbers(candidate.names) == 0) {
        rival = std::move(candidate);
      } else if (!is_comment(one) && (holds_numbers_only(one, found) || (rival && is_row_of(one, *rival)))) {
        throw usage_error(
            fmt::format("{}: line {} holds data above line {}, which names the columns: {}; give each table a file of "
                        "its own",
                        name, line, found.line, fmt::join(found.names, ", ")));
      }
    }
  }

 private:
  // What a banner says behind # may be the header itself: "# m,n,k,latency_s".
  csv_header candidate_in(std::string_view line) const {
    csv_header best;
    best.commented = is_comment(line);
    for (const delimiter& by : delimiters) {
      std::vector<std::string> names = cells_of(behind_hash(line), by.character);
      const known_names known = names_known(names, dimensions_, options_);
      if (!best.names.empty() && known.count() <= best.known.count()) continue;
      best.separated = by;
      best.names = std::move(names);
      best.known = known;
    }
    return best;
  }

  static bool is_better(const csv_header& one, const csv_header& best) {
    if (one.names.empty()) return false;
    if (best.names.empty()) return !one.commented || one.known.count() > 0;
    if (one.known.count() != best.known.count()) return one.known.count() > best.known.count();
    return best.commented && !one.commented && one.known.count() > 0;
  }

  static bool holds_numbers_only(std::string_view line, const csv_header& found) {
    const std::vector<std::string> cells = cells_of(line, found.separated.character);
    return cells.size() > 1 && count_numbers(cells) == cells.size();
  }

  static bool is_row_of(std::string_view line, const csv_header& rival) {
    const std::vector<std::string> cells = cells_of(line, rival.separated.character);
    return cells.size() == rival.names.size() && count_numbers(cells) >= rival.known.dimensions;
  }

  const std::vector<std::string>& dimensions_;
  const read_options& options_;
};

}  // namespace

std::vector<std::string> names_of(const raw_row& row) {
  std::vector<std::string> names;
  for (const std::string& cell : row.cells) names.emplace_back(trimmed(cell));
  return names;
}

std::string_view behind_hash(std::string_view line) {
  return is_comment(line) ? line.substr(std::min(line.find_first_not_of("# \t"), line.size())) : line;
}

bool is_header(const std::vector<std::string>& names, const csv_header& first,
               const std::vector<std::string>& dimensions, const read_options& options) {
  if (names.size() < 2 || count_numbers(names) > 0) return false;
  const std::size_t fewest = std::min(fewest_dimensions(dimensions), first.known.dimensions);
  const known_names known = names_known(names, dimensions, options);
  return known.latency || (fewest > 0 && known.dimensions >= fewest);
}

csv_header find_header(std::string_view text, std::string_view name, const std::vector<std::string>& dimensions,
                       const read_options& options) {
  const header_search by(dimensions, options);
  csv_header found = by.run(text);
  if (found.names.empty()) {
    throw usage_error(fmt::format("{}: is empty; its first line must name the columns", name));
  }
  by.refuse_data_above(text, found, name);
  return found;
}

}  // namespace calib::foreign
