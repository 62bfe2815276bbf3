#include "compare_profiles.hpp"

#include <algorithm>
#include <cmath>

#include "calib/loaded_profile.hpp"
#include "measured_by_shape.hpp"
#include "plan/shapes.hpp"
#include "profile_io/operations.hpp"
#include "runtime/as_loaded.hpp"
#include "statistics/statistics.hpp"
#include "verdict.hpp"

namespace calib::tool {
namespace {

/// A profile and the answers from it.
struct answering {
  explicit answering(const profile_io::profile_data& of) : data(of), mapper(as_loaded(of)) {}
  double latency_s(const profile_io::table_data& table, const plan::shape& dims) const {
    return mapper.estimate(table.operation, table.precision, dims, table.setting).latency.count();
  }

  const profile_io::profile_data& data;
  loaded_profile mapper;
};

report::compared_table not_compared(const profile_io::table_data& table) {
  report::compared_table out{.after = {.setting = table.setting,
                                       .operation = table.operation,
                                       .precision = table.precision,
                                       .error_method = {}},
                             .before_s = {},
                             .verdict = name(verdict::not_comparable)};
  for (const auto& axis : table.axes) out.after.axes.push_back(axis.name);
  return out;
}

void add_shape(report::compared_table& to, const plan::shape& dims, double before_s, double after_s) {
  const cost work = profile_io::work_of(to.after.operation, to.after.precision, dims);
  to.after.points.push_back({.dims = dims, .latency_s = after_s, .work = work});
  to.before_s.push_back(before_s);
}

void add_measured(report::compared_table& to, const profile_io::table_data& before,
                  const profile_io::table_data& after) {
  const auto earlier = measured_by_shape(before);
  for (const auto& [dims, latency_s] : measured_by_shape(after)) {
    const auto same = earlier.find(dims);
    if (same != earlier.end()) add_shape(to, dims, same->second, latency_s);
  }
}

bool comparable(const plan::shape& dims, const plan::grid& before, bool fitted) {
  for (std::size_t a = 0; a < dims.size(); ++a) {
    const auto& knots = before[a].knots;
    const bool known = fitted ? dims[a] >= knots.front() && dims[a] <= knots.back()
                              : std::binary_search(knots.begin(), knots.end(), dims[a]);
    if (!known) return false;
  }
  return true;
}

report::compared_table compare_tables(const answering& before, const profile_io::table_data& table_before,
                                      const answering& after, const profile_io::table_data& table_after) {
  report::compared_table out = not_compared(table_after);
  out.after.of = report::origin::measured;
  add_measured(out, table_before, table_after);
  if (out.has_shapes()) return out;
  const bool fitted = table_before.fitted || table_after.fitted;
  out.after.of = fitted ? report::origin::fitted : report::origin::knots;
  const plan::grid axes_before = plan::measured_part(table_before.axes);
  for (const plan::shape& dims : plan::shapes_of(plan::measured_part(table_after.axes))) {
    if (!comparable(dims, axes_before, fitted)) continue;
    add_shape(out, dims, before.latency_s(table_before, dims), after.latency_s(table_after, dims));
  }
  return out;
}

double within(const std::vector<double>& ratios, double share) {
  const auto near = std::ranges::count_if(ratios, [share](double r) { return std::abs(r - 1) <= share; });
  return static_cast<double>(near) / static_cast<double>(ratios.size());
}

void judge_table(report::compared_table& table, double threshold) {
  if (!table.has_shapes()) return;
  std::vector<double> ratios;
  for (std::size_t i = 0; i < table.before_s.size(); ++i) ratios.push_back(table.ratio(i));
  const judged_ratios judged = judge(ratios, threshold);
  table.verdict = name(judged.is);
  table.ratios = {.median = judged.median.median,
                  .low = judged.median.low,
                  .high = judged.median.high,
                  .p10 = statistics::quantile(ratios, 0.1),
                  .p90 = statistics::quantile(ratios, 0.9),
                  .within_5 = within(ratios, 0.05),
                  .within_10 = within(ratios, 0.1)};
}

auto same_as(const profile_io::table_data& one) {
  return [&one](const profile_io::table_data& other) { return profile_io::same_table(one, other); };
}

}  // namespace

std::vector<report::compared_table> compare_profiles(const profile_io::profile_data& before,
                                                     const profile_io::profile_data& after, double threshold) {
  const answering first(before), second(after);
  std::vector<report::compared_table> found;
  for (const auto& b : before.tables) {
    const auto a = std::ranges::find_if(after.tables, same_as(b));
    found.push_back(a == after.tables.end() ? not_compared(b) : compare_tables(first, b, second, *a));
    judge_table(found.back(), threshold);
  }
  for (const auto& a : after.tables) {
    if (std::ranges::none_of(before.tables, same_as(a))) found.push_back(not_compared(a));
  }
  for (std::size_t i = 0; i < found.size(); ++i) found[i].after.number = i;
  return found;
}

}  // namespace calib::tool
