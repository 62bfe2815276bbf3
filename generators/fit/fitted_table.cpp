#include "fit/fitted_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

#include "fit/knots.hpp"
#include "runtime/as_loaded.hpp"
#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

// Sets up to this size are cross-validated in folds; larger ones by one part held out, which says as much.
constexpr std::size_t fold_limit = 400;
constexpr std::size_t folds = 5;

// Errors fall about as the points to the power -0.4. Then their sum over forms is least when each gets points as its
// shapes to the power 1 / 1.4.
constexpr double share_exponent = 1 / 1.4;

// Knots for each point that the model rests on. More than the most say nothing that the points did not. Thousands of
// points tell of kinks, which may be worth more knots than are mostly enough.
constexpr std::size_t most_knots_of_a_point = 32, knots_of_a_point = 16;

// Digits of a latency worth writing down: the fit is not good to a thousandth, let alone to a hundred-thousandth.
constexpr int digits = 5;

double rounded(double latency_s) {
  const std::string text = fmt::format("{:.{}e}", latency_s, digits - 1);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Where a table ends: at the sizes measured, or beyond them, where the process knows more than held utilisation does.
enum class reach : std::uint8_t { within, beyond };

struct part {
  std::vector<shape> shapes;
  std::vector<double> latency_s;

  void add(const measured_shape& one) {
    shapes.push_back(one.dims);
    latency_s.push_back(one.latency_s);
  }
};

// Grids of a table with classes have fewer knots each, as they share them, but not so few as if they shared the points.
constexpr std::size_t grids_worth_their_points = 2;

// A model, and the knots that its tables need between the sizes measured. Classes are axes before the others, outside
// and in.
struct fitted_grid {
  latency_model model;
  sampled_grid within;

  fitted_grid(const measurement_set& set, const part& from, const model_options& options)
      : model(set.operation, set.precision, from.shapes, from.latency_s, options) {
    const std::size_t grids = grid_count(model.classes());
    const plan::grid axes = candidate_knots(set.dimensions, from.shapes, model.phases(), grids);
    const std::size_t mostly_enough = enough_grid_points(axes) * std::min(grids, grids_worth_their_points);
    const std::size_t enough = std::min(mostly_enough, most_knots_of_a_point * model.points());
    within = without_classes(thinned(sampled(axes), enough, std::max(enough, knots_of_a_point * model.points())));
  }

  sampled_grid beyond() const { return without_classes(sampled(widened(within.axes))); }

 private:
  sampled_grid sampled(plan::grid axes) const {
    const profile_io::axis_data outside_and_in{.name = "class", .knots = {0, 1}};
    axes.insert(axes.begin(), class_count(model.classes()), outside_and_in);
    std::vector<double> values = model.predict_grid(plan::shapes_of(axes));
    return {.axes = std::move(axes), .values = std::move(values)};
  }

  sampled_grid without_classes(sampled_grid grid) const {
    const auto first = grid.axes.begin();
    grid.axes.erase(first, first + static_cast<std::ptrdiff_t>(class_count(model.classes())));
    return grid;
  }
};

profile_io::table_data table_of(const measurement_set& set, const fitted_grid& fitted, reach how_far) {
  profile_io::table_data table;
  table.operation = set.operation;
  table.precision = set.precision;
  table.setting = "fitted";
  sampled_grid grid = how_far == reach::within ? fitted.within : fitted.beyond();
  table.axes = std::move(grid.axes);
  table.classes = fitted.model.classes();
  for (const double value : grid.values) table.latency_s.push_back(rounded(value));
  table.fitted = true;
  table.quality.points = static_cast<std::uint32_t>(fitted.model.points());
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
  const loaded_profile mapper = as_loaded(std::move(profile));
  std::vector<double> errors;
  for (std::size_t i = 0; i < on.shapes.size(); ++i) {
    const double predicted = mapper.estimate(table.operation, table.precision, on.shapes[i]).latency.count();
    errors.push_back(std::abs(predicted / on.latency_s[i] - 1));
  }
  return errors;
}

void append(std::vector<double>& all, const std::vector<double>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

// Errors of tables on what they have not seen.
struct cross_validation {
  std::vector<double> within, beyond;  ///< of tables that end at the sizes measured, and of those that reach further
  bool in_folds = false;
};

cross_validation cross_validate(const measurement_set& set, const model_options& options) {
  cross_validation errors;
  errors.in_folds = set.shapes.size() <= fold_limit;
  std::vector<std::size_t> order(set.shapes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(options.seed);
  std::shuffle(order.begin(), order.end(), random);
  for (std::size_t fold = 0; fold < (errors.in_folds ? folds : 1); ++fold) {
    part seen, held_out;
    for (std::size_t i = 0; i < order.size(); ++i) (i % folds == fold ? held_out : seen).add(set.shapes[order[i]]);
    if (seen.shapes.empty() || held_out.shapes.empty()) continue;
    const fitted_grid fitted(set, seen, options);
    append(errors.within, errors_of(table_of(set, fitted, reach::within), held_out));
    append(errors.beyond, errors_of(table_of(set, fitted, reach::beyond), held_out));
  }
  return errors;
}

// Where few of the shapes lie beyond the others, as in large sets, knots there are weight that gains nothing.
bool reaches_further(const cross_validation& errors) {
  constexpr double clearly_less = 0.98;
  return !errors.within.empty() && statistics::mean(errors.beyond) < clearly_less * statistics::mean(errors.within);
}

}  // namespace

profile_io::table_data fit_table(const measurement_set& set, const model_options& options) {
  const cross_validation errors = cross_validate(set, options);
  const reach how_far = reaches_further(errors) ? reach::beyond : reach::within;
  part all;
  for (const measured_shape& one : set.shapes) all.add(one);
  profile_io::table_data table = table_of(set, fitted_grid(set, all, options), how_far);
  const std::vector<double>& own = how_far == reach::beyond ? errors.beyond : errors.within;
  if (own.empty()) return table;
  table.error = {.median = statistics::median(own),
                 .p95 = statistics::quantile(own, 0.95),
                 .count = static_cast<std::uint32_t>(own.size())};
  table.error_method = errors.in_folds ? "5-fold" : "hold-out";
  return table;
}

std::vector<profile_io::table_data> fit_tables(const measurement_set& set, const model_options& options) {
  const std::vector<measurement_set> parts = split_by_form(set);
  const auto claim = [](const measurement_set& part) {
    return std::pow(static_cast<double>(part.shapes.size()), share_exponent);
  };
  double claims = 0;
  for (const measurement_set& part : parts) claims += claim(part);
  std::vector<profile_io::table_data> tables;
  for (const measurement_set& part : parts) {
    model_options own = options;
    own.max_points = static_cast<std::size_t>(static_cast<double>(options.max_points) * claim(part) / claims);
    own.max_points = std::max<std::size_t>(1, own.max_points);
    tables.push_back(fit_table(part, own));
  }
  return tables;
}

}  // namespace calib::fit
