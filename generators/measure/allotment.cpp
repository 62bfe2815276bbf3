#include "measure/allotment.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace calib::measure {
namespace {

// Tables this close to the worst share its rounds: an interval halves with four times the samples, so a narrower choice
// would go back and forth between two of them, a wider one would be no choice.
constexpr double near_the_worst = 0.5;

struct table_standing {
  double error_sum = 0.0;
  std::size_t workloads = 0;
  double visits_s = 0.0;  // of all that are open
  bool open = false;

  [[nodiscard]] double error() const { return error_sum / static_cast<double>(workloads); }
};

template <typename Wanted>
std::vector<std::size_t> open_ones(std::span<const standing> all, Wanted wanted) {
  std::vector<std::size_t> chosen;
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (all[index].open && wanted(all[index])) {
      chosen.push_back(index);
    }
  }
  return chosen;
}

}  // namespace

std::vector<std::size_t> next_visits(std::span<const standing> all) {
  std::vector<std::size_t> begun = open_ones(all, [](const standing& one) { return !one.has_minimum; });
  if (!begun.empty()) {
    return begun;
  }
  std::map<std::size_t, table_standing> tables;
  for (const standing& one : all) {
    table_standing& table = tables[one.table];
    table.error_sum += one.error;
    ++table.workloads;
    if (one.open) {
      table.open = true;
      table.visits_s += one.visit_s;
    }
  }
  std::erase_if(tables, [](const auto& entry) { return !entry.second.open; });
  double largest = 0.0;
  for (const auto& [id, table] : tables) {
    largest = std::max(largest, table.error());
  }
  const auto bad = [&](const table_standing& table) { return table.error() >= near_the_worst * largest; };
  double bad_s = 0.0;
  for (const auto& [id, table] : tables) {
    bad_s += bad(table) ? table.visits_s : 0.0;
  }
  const double share_s = bad_s / static_cast<double>(tables.size());
  return open_ones(all, [&](const standing& one) {
    const table_standing& table = tables.at(one.table);
    return bad(table) || table.visits_s <= share_s;
  });
}

std::vector<std::size_t> one_of_each_table_first(std::span<const std::size_t> order,
                                                 std::span<const std::size_t> tables) {
  std::set<std::size_t> begun;
  std::vector<std::size_t> first;
  std::vector<std::size_t> others;
  for (const std::size_t index : order) {
    const bool of_a_new_table = begun.insert(tables.empty() ? 0 : tables[index]).second;
    (of_a_new_table ? first : others).push_back(index);
  }
  first.insert(first.end(), others.begin(), others.end());
  return first;
}

}  // namespace calib::measure
