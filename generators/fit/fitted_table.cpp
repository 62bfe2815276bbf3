#include "fit/fitted_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "calib/loaded_profile.hpp"
#include "measure/statistics.hpp"
#include "plan/shapes.hpp"
#include "profile_io/writer.hpp"

namespace calib::fit {
namespace {

// A header with this many knots compiles in a tenth of a second, and a finer grid predicts no better.
constexpr std::size_t most_grid_points = 8000;
// Sets up to this size are cross-validated in folds; larger ones by one part held out, which says as much.
constexpr std::size_t fold_limit = 400;
constexpr std::size_t folds = 5;

struct part {
  std::vector<shape> shapes;
  std::vector<double> latency_s;

  void add(const measured_shape& one) {
    shapes.push_back(one.dims);
    latency_s.push_back(one.latency_s);
  }
};

// Evenly spaced on a logarithmic scale, first and last always among them.
std::vector<std::uint64_t> thinned(const std::vector<std::uint64_t>& sizes, std::size_t count) {
  if (sizes.size() <= count) return sizes;
  std::set<std::uint64_t> kept;
  const double first = std::log(static_cast<double>(sizes.front()) + 1),
               last = std::log(static_cast<double>(sizes.back()) + 1);
  for (std::size_t i = 0; i < count; ++i) {
    const double wanted = first + (last - first) * static_cast<double>(i) / static_cast<double>(count - 1);
    kept.insert(*std::min_element(sizes.begin(), sizes.end(), [&](std::uint64_t a, std::uint64_t b) {
      return std::abs(std::log(static_cast<double>(a) + 1) - wanted) <
             std::abs(std::log(static_cast<double>(b) + 1) - wanted);
    }));
  }
  return {kept.begin(), kept.end()};
}

profile_io::table_data table_of(const measurement_set& set, const part& from, const model_options& options) {
  const latency_model model(set.operation, set.precision, from.shapes, from.latency_s, options);
  profile_io::table_data table;
  table.operation = set.operation;
  table.precision = set.precision;
  table.setting = "fitted";
  table.axes = grid_over(set.dimensions, from.shapes, most_grid_points);
  table.latency_s = model.predict(plan::shapes_of(table.axes));
  table.fitted = true;
  table.quality.points = static_cast<std::uint32_t>(model.points());
  return table;
}

// The table asked as users will ask it: through a profile.
std::vector<double> errors_of(const profile_io::table_data& table, const part& on) {
  profile_io::profile_data profile;
  profile.id = "fitted";
  profile.name = "fitted";
  profile.settings.emplace_back();
  profile.settings.back().id = table.setting;
  profile.settings.back().backend = "fitted";
  profile.default_setting = table.setting;
  profile.tables.push_back(table);
  const loaded_profile mapper = parse_profile(profile_io::to_json(profile), profile.id);
  std::vector<double> errors;
  for (std::size_t i = 0; i < on.shapes.size(); ++i) {
    const double predicted = mapper.estimate(table.operation, table.precision, on.shapes[i]).latency.count();
    errors.push_back(std::abs(predicted / on.latency_s[i] - 1));
  }
  return errors;
}

void cross_validate(const measurement_set& set, const model_options& options, profile_io::table_data& table) {
  const bool in_folds = set.shapes.size() <= fold_limit;
  std::vector<std::size_t> order(set.shapes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(options.seed);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<double> errors;
  for (std::size_t fold = 0; fold < (in_folds ? folds : 1); ++fold) {
    part seen, held_out;
    for (std::size_t i = 0; i < order.size(); ++i) (i % folds == fold ? held_out : seen).add(set.shapes[order[i]]);
    if (seen.shapes.empty() || held_out.shapes.empty()) continue;
    const auto some = errors_of(table_of(set, seen, options), held_out);
    errors.insert(errors.end(), some.begin(), some.end());
  }
  if (errors.empty()) return;
  table.error = {.median = measure::median(errors),
                 .p95 = measure::quantile(errors, 0.95),
                 .count = static_cast<std::uint32_t>(errors.size())};
  table.error_method = in_folds ? "5-fold" : "hold-out";
}

}  // namespace

std::vector<profile_io::axis_data> grid_over(const std::vector<std::string>& dimensions, std::span<const shape> shapes,
                                             std::size_t most_points) {
  std::vector<std::vector<std::uint64_t>> sizes;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    std::set<std::uint64_t> distinct;
    for (const shape& one : shapes) distinct.insert(one[d]);
    sizes.emplace_back(distinct.begin(), distinct.end());
  }
  // The axis with the most knots is thinned first, so that short axes keep all of theirs.
  const auto points = [&] {
    std::size_t product = 1;
    for (const auto& axis : sizes) product *= axis.size();
    return product;
  };
  std::vector<std::size_t> limit;
  for (const auto& axis : sizes) limit.push_back(axis.size());
  const std::vector<std::vector<std::uint64_t>> all = sizes;
  while (points() > most_points) {
    const auto longest = static_cast<std::size_t>(
        std::max_element(sizes.begin(), sizes.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); }) -
        sizes.begin());
    limit[longest] = sizes[longest].size() - std::max<std::size_t>(1, sizes[longest].size() / 20);
    sizes[longest] = thinned(all[longest], limit[longest]);
  }
  std::vector<profile_io::axis_data> axes;
  for (std::size_t d = 0; d < dimensions.size(); ++d) axes.push_back({dimensions[d], sizes[d]});
  return axes;
}

profile_io::table_data fit_table(const measurement_set& set, const model_options& options) {
  part all;
  for (const measured_shape& one : set.shapes) all.add(one);
  profile_io::table_data table = table_of(set, all, options);
  cross_validate(set, options, table);
  return table;
}

}  // namespace calib::fit
