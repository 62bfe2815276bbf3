#include "fit/measurement_set.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "profile_io/operations.hpp"
#include "statistics/statistics.hpp"

namespace calib::fit {

void add_merged(const std::vector<measured_shape>& rows, measurement_set& set) {
  std::map<std::vector<std::size_t>, std::size_t> position;
  std::vector<std::vector<double>> latencies;
  for (const measured_shape& row : rows) {
    const auto [at, is_new] = position.try_emplace(row.dims, set.shapes.size());
    if (is_new) {
      set.shapes.push_back(row);
      latencies.emplace_back();
    }
    latencies[at->second].push_back(row.latency_s);
  }
  std::vector<double> spreads;
  for (std::size_t i = 0; i < set.shapes.size(); ++i) {
    set.shapes[i].rows = latencies[i].size();
    set.shapes[i].latency_s = statistics::median(latencies[i]);
    if (latencies[i].size() < 2) continue;
    const auto [low, high] = std::minmax_element(latencies[i].begin(), latencies[i].end());
    spreads.push_back((*high - *low) / (2 * set.shapes[i].latency_s));
  }
  set.repeated_shapes = spreads.size();
  if (!spreads.empty()) set.noise = statistics::median(spreads);
}

std::vector<measurement_set> split_by_form(const measurement_set& set) {
  std::vector<measurement_set> parts;
  std::vector<std::vector<measured_shape>> rows;
  for (const measured_shape& one : set.shapes) {
    const auto form = profile_io::lowered(set.operation, one.dims);
    if (!form) return {set};
    std::size_t i = 0;
    while (i < parts.size() && parts[i].operation != form->operation) ++i;
    if (i == parts.size()) {
      rows.emplace_back();
      measurement_set& part = parts.emplace_back();
      part.operation = form->operation;
      part.precision = set.precision;
      part.dimensions.assign(form->dimensions.begin(), form->dimensions.end());
    }
    rows[i].push_back({form->dims, one.latency_s});
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    add_merged(rows[i], parts[i]);
    parts[i].before_merging = std::move(rows[i]);
  }
  return parts;
}

}  // namespace calib::fit
