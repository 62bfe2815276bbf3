#include "foreign/repeats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "foreign/dimension_names.hpp"
#include "foreign/latency_name.hpp"
#include "foreign/number.hpp"

namespace calib::foreign {
namespace {

// The share of the variance between rows of a shape that a column has to account for. A column that says nothing
// accounts for none, on average.
constexpr double telling_share = 0.5;

// The share of the shapes with several rows whose rows have to differ.
constexpr double share_of_shapes = 0.25;

using groups = std::map<std::vector<std::size_t>, std::vector<std::size_t>>;  // rows by shape

groups repeated(const parsed_rows& parsed) {
  groups found;
  for (std::size_t i = 0; i < parsed.good.size(); ++i) found[parsed.good[i].dims].push_back(i);
  std::erase_if(found, [](const auto& one) { return one.second.size() < 2; });
  return found;
}

double spread_of(const parsed_rows& parsed, const std::vector<std::size_t>& rows) {
  std::vector<double> latencies;
  for (const std::size_t i : rows) latencies.push_back(parsed.good[i].latency_s);
  std::ranges::sort(latencies);
  const std::size_t half = latencies.size() / 2;
  const double median = latencies.size() % 2 == 1 ? latencies[half] : (latencies[half - 1] + latencies[half]) / 2;
  return (latencies.back() - latencies.front()) / (2 * median);
}

struct deviation {
  double log_ratio = 0;  // of a row's latency to the mean of its shape
  std::size_t shape = 0;
  std::string value;  // of the column
};

double squares(const std::vector<deviation>& all) {
  double sum = 0;
  for (const deviation& one : all) sum += one.log_ratio * one.log_ratio;
  return sum;
}

// What is left of the squares when each group has its own mean, and how many groups there are.
template <class Key>
std::pair<double, std::size_t> left_by(const std::vector<deviation>& all, Key key) {
  std::map<decltype(key(all.front())), std::pair<double, double>> sums;
  for (const deviation& one : all) {
    auto& [sum, count] = sums[key(one)];
    sum += one.log_ratio;
    ++count;
  }
  double left = squares(all);
  for (const auto& [value, one] : sums) left -= one.first * one.first / one.second;
  return {std::max(left, 0.0), sums.size()};
}

// The share of the variance that the column accounts for, each way with the degrees of freedom that it leaves: by a
// factor that is the same for all shapes, or by shape. Nothing where either way leaves too few.
std::optional<double> explained(const std::vector<deviation>& all, std::size_t shapes) {
  const double total = squares(all);
  if (total <= 0) return 0;
  const double variance = total / static_cast<double>(all.size() - shapes);
  const auto share = [&](double left, std::size_t taken) -> std::optional<double> {
    constexpr std::size_t least_freedom = 2;
    if (taken + least_freedom > all.size()) return std::nullopt;
    return 1 - left / static_cast<double>(all.size() - taken) / variance;
  };
  const auto [by_factor, values] = left_by(all, [](const deviation& one) { return one.value; });
  const auto [by_shape, cells] = left_by(all, [](const deviation& one) { return std::pair(one.shape, one.value); });
  const auto one_factor = share(by_factor, shapes + values - 1), own = share(by_shape, cells);
  if (!one_factor && !own) return std::nullopt;
  return std::max(one_factor.value_or(0), own.value_or(0));
}

// What a column says of the rows of the repeated shapes.
class witness {
 public:
  witness(const parsed_rows& parsed, const raw_table& table, const groups& shapes, std::size_t column)
      : name_(table.columns[column]), shapes_(shapes.size()) {
    std::size_t shape = 0;
    for (const auto& [dims, rows] : shapes) {
      double mean = 0;
      for (const std::size_t i : rows) mean += std::log(parsed.good[i].latency_s) / static_cast<double>(rows.size());
      for (const std::size_t i : rows) {
        const std::string& cell = table.rows[parsed.rows[i]].cells[column];
        all_.push_back({std::log(parsed.good[i].latency_s) - mean, shape, std::string(trimmed(cell))});
      }
      ++shape;
    }
  }

  // Text is chosen, not measured, whatever the column is called.
  bool may_tell() const { return is_text() ? !counts_texts() : !is_result(name_) && !counts_rows(name_); }

  // Nothing where there are too few rows to say. Rows for each of the same few texts were meant to differ.
  std::optional<double> share() const { return is_text() && is_crossed() ? 1.0 : explained(all_, shapes_); }

  // Whether every shape has a row for each of the same few values.
  bool is_crossed() const {
    constexpr std::size_t most_values = 8;
    std::set<std::string> values;
    std::set<std::pair<std::size_t, std::string>> cells;
    for (const deviation& one : all_) {
      values.insert(one.value);
      cells.emplace(one.shape, one.value);
    }
    return values.size() > 1 && values.size() <= most_values && cells.size() == shapes_ * values.size();
  }

 private:
  bool is_text() const {
    bool some = false;
    for (const deviation& one : all_) {
      const numeral kind = parse_cell(one.value).kind;
      if (kind != numeral::text && kind != numeral::empty) return false;
      some = some || kind == numeral::text;
    }
    return some;
  }

  // 2024-01-31 and 12:30.
  static bool is_moment(const deviation& one) {
    const std::string_view text = one.value;
    if (text.empty() || !is_digit(text.front())) return false;
    return text.find(':') != std::string_view::npos || text.substr(0, 5).ends_with('-');
  }

  // Moments of time, and run1, run2; a column "run" of cold and warm counts nothing.
  bool counts_texts() const {
    if (std::ranges::all_of(all_, is_moment)) return true;
    if (!counts_rows(name_)) return false;
    const auto stem = [](const deviation& one) {
      return std::string_view(one.value).substr(0, one.value.find_last_not_of("0123456789") + 1);
    };
    return std::ranges::all_of(all_, [&](const deviation& one) { return stem(one) == stem(all_.front()); });
  }

  // Names of columns that count rows and say nothing of what was measured.
  static bool counts_rows(std::string_view column) {
    constexpr std::array<std::string_view, 22> names{
        "run",  "runs",       "rep",   "reps",   "repeat",    "repetition", "repetitions", "iteration",
        "iter", "iterations", "trial", "index",  "idx",       "id",         "seed",        "sample",
        "row",  "unnamed0",   "no",    "number", "timestamp", "date"};
    return std::ranges::find(names, compact(column)) != names.end();
  }

  std::string_view name_;
  std::size_t shapes_;
  std::vector<deviation> all_{};
};

}  // namespace

bool differ(const parsed_rows& parsed) {
  const groups shapes = repeated(parsed);
  const auto apart = static_cast<double>(
      std::ranges::count_if(shapes, [&](const auto& one) { return spread_of(parsed, one.second) > largest_spread; }));
  return apart > 0 && apart >= share_of_shapes * static_cast<double>(shapes.size());
}

telling_columns columns_behind(const parsed_rows& parsed, const raw_table& table,
                               const std::vector<std::size_t>& candidates) {
  const groups shapes = repeated(parsed);
  telling_columns found;
  if (shapes.empty()) return found;
  double most = telling_share;
  for (const std::size_t column : candidates) {
    const witness one(parsed, table, shapes, column);
    if (!one.may_tell()) continue;
    const auto share = one.share();
    if (!share && one.is_crossed()) found.perhaps.push_back(column);
    if (share.value_or(0) <= most) continue;
    most = *share;
    found.surely = column;
  }
  return found;
}

}  // namespace calib::foreign
