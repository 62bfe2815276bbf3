#include "report/point_series.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "profile_io/operations.hpp"

namespace calib::report {
namespace {

/// Knots of a fitted table that are shown at most: enough to see its extent, and a page stays below a megabyte.
constexpr std::size_t most_fitted_knots = 400;
/// Points of a table's line: a few pixels apart.
constexpr std::size_t line_points = 64;
/// An axis with fewer knots than this lists kinds of shapes (strides, windows, head sizes) more than it is a size.
constexpr std::size_t least_knots_of_a_size = 5;

using shape = std::vector<std::size_t>;

const profile_io::setting_data& setting_of(const profile_io::profile_data& profile, const std::string& id) {
  return *std::ranges::find(profile.settings, id, &profile_io::setting_data::id);
}

point described(const profile_io::table_data& table, const profile_io::setting_data& setting, shape dims,
                double latency_s) {
  const cost work = profile_io::work_of(table.operation, table.precision, dims);
  const roofline least(work, setting.peaks, table.precision);
  return {.dims = std::move(dims),
          .latency_s = latency_s,
          .work = work,
          .share = least.complete ? least.time().count() / latency_s : 0,
          .limiter = least.limit(seconds{setting.overhead_s})};
}

/// The table's answer; nothing for a shape that does not exist.
std::optional<point> answered(const source_profile& from, const profile_io::table_data& table,
                              const profile_io::setting_data& setting, shape dims) {
  if (profile_io::problem_of(table.operation, dims, table.precision) != nullptr) return std::nullopt;
  const seconds latency = from.ready.estimate(table.operation, table.precision, dims, table.setting).latency;
  return described(table, setting, std::move(dims), latency.count());
}

/// The sizes of an axis within what was measured.
std::vector<std::size_t> sizes_of(const profile_io::axis_data& axis) {
  std::vector<std::size_t> out;
  for (const std::uint64_t knot : axis.knots) {
    if (!axis.measured || (knot >= axis.measured->first && knot <= axis.measured->last)) out.push_back(knot);
  }
  return out;
}

std::vector<point> measured_points(const profile_io::table_data& table, const profile_io::setting_data& setting) {
  std::vector<point> out;
  for (std::size_t i = 0; i < table.measurements.latency_s.size(); ++i) {
    shape dims;
    for (const auto& column : table.measurements.dims) dims.push_back(column[i]);
    out.push_back(described(table, setting, std::move(dims), table.measurements.latency_s[i]));
  }
  return out;
}

/// The shapes of the combination `index` of sizes, the last axis fastest.
shape combination(const std::vector<std::vector<std::size_t>>& sizes, std::size_t index) {
  shape dims(sizes.size());
  for (std::size_t a = sizes.size(); a-- > 0;) {
    dims[a] = sizes[a][index % sizes[a].size()];
    index /= sizes[a].size();
  }
  return dims;
}

std::vector<point> knot_points(const source_profile& from, const profile_io::table_data& table,
                               const profile_io::setting_data& setting, point_series& into) {
  std::vector<std::vector<std::size_t>> sizes;
  std::size_t count = 1;
  for (const auto& axis : table.axes) {
    sizes.push_back(sizes_of(axis));
    count *= sizes.back().size();
  }
  const std::size_t shown = table.fitted ? std::min(count, most_fitted_knots) : count;
  into.left_out = count - shown;
  std::vector<point> out;
  for (std::size_t i = 0; i < shown; ++i) {
    auto one = answered(from, table, setting, combination(sizes, i * count / shown));
    if (one) out.push_back(std::move(*one));
  }
  return out;
}

/// The size at a fraction of the way along an axis, by ratios.
std::size_t size_along(const std::vector<std::size_t>& sizes, bool grows, double fraction) {
  if (!grows) return sizes[sizes.size() / 2];
  const auto first = static_cast<double>(sizes.front()), last = static_cast<double>(sizes.back());
  return static_cast<std::size_t>(std::llround(first * std::pow(last / first, fraction)));
}

std::vector<point> line_of(const source_profile& from, const profile_io::table_data& table,
                           const profile_io::setting_data& setting) {
  std::vector<std::vector<std::size_t>> sizes;
  for (const auto& axis : table.axes) sizes.push_back(sizes_of(axis));
  const bool any_size = std::ranges::any_of(sizes, [](const auto& one) { return one.size() >= least_knots_of_a_size; });
  std::vector<point> out;
  for (std::size_t i = 0; i < line_points; ++i) {
    shape dims;
    for (const auto& one : sizes) {
      const bool grows = !any_size || one.size() >= least_knots_of_a_size;
      dims.push_back(size_along(one, grows, static_cast<double>(i) / (line_points - 1)));
    }
    if (!out.empty() && out.back().dims == dims) continue;
    auto one = answered(from, table, setting, std::move(dims));
    if (one) out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace

std::string point_series::operation_text() const { return operation + " " + std::string{facts(precision).name}; }

double size_of(const point_series& in, const point& one) {
  if (in.axes.size() == 1) return static_cast<double>(one.dims.front());
  return in.computes() ? one.work.arithmetic.value : one.work.traffic.value;
}

std::vector<point_series> series_of(const source_profile& from, std::size_t profile, std::size_t first_number) {
  std::vector<point_series> out;
  for (const profile_io::table_data& table : from.data.tables) {
    if (table.axes.empty()) continue;
    const profile_io::setting_data& setting = setting_of(from.data, table.setting);
    point_series one{.number = first_number + out.size(),
                     .profile = profile,
                     .setting = table.setting,
                     .operation = table.operation,
                     .precision = table.precision,
                     .error = table.error,
                     .error_method = table.error_method};
    for (const auto& axis : table.axes) one.axes.push_back(axis.name);
    const bool has_measurements = !table.measurements.latency_s.empty();
    one.of = has_measurements ? origin::measured : table.fitted ? origin::fitted : origin::knots;
    one.points = has_measurements ? measured_points(table, setting) : knot_points(from, table, setting, one);
    std::ranges::stable_sort(one.points, {}, [&one](const point& at) { return size_of(one, at); });
    one.line = line_of(from, table, setting);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace calib::report
