#include "foreign/repeats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
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
// factor that is the same for all shapes, or by shape.
double explained(const std::vector<deviation>& all, std::size_t shapes) {
  const double total = squares(all);
  if (total <= 0) return 0;
  const double variance = total / static_cast<double>(all.size() - shapes);
  const auto share = [&](double left, std::size_t taken) {
    constexpr std::size_t least_freedom = 2;
    if (taken + least_freedom > all.size()) return 0.0;
    return 1 - left / static_cast<double>(all.size() - taken) / variance;
  };
  const auto [by_factor, values] = left_by(all, [](const deviation& one) { return one.value; });
  const auto [by_shape, cells] = left_by(all, [](const deviation& one) { return std::pair(one.shape, one.value); });
  return std::max(share(by_factor, shapes + values - 1), share(by_shape, cells));
}

// Names of columns that count rows and say nothing of what was measured.
bool counts_rows(std::string_view column) {
  constexpr std::array<std::string_view, 22> names{
      "run",  "runs",       "rep",   "reps",   "repeat",    "repetition", "repetitions", "iteration",
      "iter", "iterations", "trial", "index",  "idx",       "id",         "seed",        "sample",
      "row",  "unnamed0",   "no",    "number", "timestamp", "date"};
  return std::ranges::find(names, compact(column)) != names.end();
}

// Whether every shape has a row for each of the same few texts: rows that were meant to differ.
bool is_choice(const std::vector<deviation>& all, std::size_t shapes, std::string_view column) {
  constexpr std::size_t most_values = 8;
  if (counts_rows(column)) return false;
  std::set<std::string> values;
  std::set<std::pair<std::size_t, std::string>> cells;
  for (const deviation& one : all) {
    if (parse_cell(one.value).kind != numeral::text) return false;
    values.insert(one.value);
    cells.emplace(one.shape, one.value);
  }
  return values.size() > 1 && values.size() <= most_values && cells.size() == shapes * values.size();
}

}  // namespace

bool differ(const parsed_rows& parsed) {
  const groups shapes = repeated(parsed);
  const auto apart = static_cast<double>(
      std::ranges::count_if(shapes, [&](const auto& one) { return spread_of(parsed, one.second) > largest_spread; }));
  return apart > 0 && apart >= share_of_shapes * static_cast<double>(shapes.size());
}

std::optional<std::size_t> column_behind(const parsed_rows& parsed, const raw_table& table,
                                         const std::vector<std::size_t>& candidates) {
  const groups shapes = repeated(parsed);
  std::optional<std::size_t> best;
  double most = telling_share;
  for (const std::size_t column : candidates) {
    if (is_result(table.columns[column])) continue;
    std::vector<deviation> all;
    std::size_t shape = 0;
    for (const auto& [dims, rows] : shapes) {
      double mean = 0;
      for (const std::size_t i : rows) mean += std::log(parsed.good[i].latency_s) / static_cast<double>(rows.size());
      for (const std::size_t i : rows) {
        all.push_back({std::log(parsed.good[i].latency_s) - mean, shape, table.rows[parsed.rows[i]].cells[column]});
      }
      ++shape;
    }
    if (all.empty()) return std::nullopt;
    const double share = is_choice(all, shape, table.columns[column]) ? 1.0 : explained(all, shape);
    if (share > most && !counts_rows(table.columns[column])) {
      most = share;
      best = column;
    }
  }
  return best;
}

}  // namespace calib::foreign
