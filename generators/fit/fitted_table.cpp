#include "fit/fitted_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "fit/evaluation.hpp"
#include "fit/fits_at_once.hpp"
#include "fit/fitted_grid.hpp"
#include "fit/misfits.hpp"
#include "fit/one_blas_thread.hpp"
#include "fit/parallel.hpp"
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

fitted_table table_of(const measurement_set& set, const fitted_grid& fitted, reach how_far) {
  fitted_table table;
  table.operation = set.operation;
  table.precision = set.precision;
  sampled_grid grid = how_far == reach::within ? fitted.within() : fitted.beyond();
  table.axes = std::move(grid.axes);
  table.classes = fitted.classes();
  for (const double value : grid.values) table.latency_s.push_back(rounded(value));
  table.points = fitted.points();
  return table;
}

// By the way that users ask: through a profile.
std::vector<judged_shape> judged_by(const fitted_table& table, std::span<const measured_shape> shapes) {
  const loaded_profile mapper = as_loaded(std::span(&table, 1));
  std::vector<judged_shape> judged;
  for (const measured_shape& one : shapes) {
    const double predicted_s = mapper.estimate(table.operation, table.precision, one.dims).latency.count();
    judged.push_back({one.dims, one.latency_s, predicted_s});
  }
  return judged;
}

std::vector<double> errors_of(const fitted_table& table, std::span<const measured_shape> held_out) {
  std::vector<double> errors;
  for (const judged_shape& one : judged_by(table, held_out)) errors.push_back(std::abs(one.error()));
  return errors;
}

void append(std::vector<double>& all, const std::vector<double>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

// Errors of tables on what they have not seen.
struct held_out_errors {
  std::vector<double> within, beyond;  ///< of tables that end at the sizes measured, and of those that reach further
};

// The shapes in random order. Every fifth, from one of the first five on, is held out of a fold.
struct cross_validation {
  std::vector<measured_shape> order;
  std::size_t fits = 0;

  bool in_folds() const { return order.size() <= fold_limit; }
};

cross_validation planned(const measurement_set& set, const model_options& options) {
  cross_validation plan{.order = set.shapes, .fits = 0};
  plan.fits = set.shapes.size() < 2 ? 0 : plan.in_folds() ? std::min(folds, set.shapes.size()) : 1;
  std::mt19937_64 random(options.seed);
  std::shuffle(plan.order.begin(), plan.order.end(), random);
  return plan;
}

held_out_errors errors_of_fold(const measurement_set& set, const cross_validation& plan, std::size_t fold,
                               const model_options& options) {
  std::vector<measured_shape> seen, held_out;
  for (std::size_t i = 0; i < plan.order.size(); ++i) (i % folds == fold ? held_out : seen).push_back(plan.order[i]);
  const fitted_grid fitted(set, seen, options);
  return {.within = errors_of(table_of(set, fitted, reach::within), held_out),
          .beyond = errors_of(table_of(set, fitted, reach::beyond), held_out)};
}

held_out_errors together(const std::vector<held_out_errors>& folds_apart) {
  held_out_errors all;
  for (const held_out_errors& one : folds_apart) {
    append(all.within, one.within);
    append(all.beyond, one.beyond);
  }
  return all;
}

// Where few of the shapes lie beyond the others, as in large sets, knots there are weight that gains nothing.
bool reaches_further(const held_out_errors& errors) {
  constexpr double clearly_less = 0.98;
  return !errors.within.empty() && statistics::mean(errors.beyond) < clearly_less * statistics::mean(errors.within);
}

}  // namespace

fitted_table fit_table(const measurement_set& set, const model_options& options, error_of_table error,
                       unsigned threads) {
  cross_validation plan;
  if (error == error_of_table::cross_validated) plan = planned(set, options);
  std::vector<held_out_errors> of_folds(plan.fits);
  std::optional<fitted_grid> whole;
  for_each_index(1 + plan.fits, threads, [&](std::size_t i) {
    if (i == 0) {
      whole.emplace(set, set.shapes, options);
    } else {
      of_folds[i - 1] = errors_of_fold(set, plan, i - 1, options);
    }
  });
  const held_out_errors errors = together(of_folds);
  const reach how_far = reaches_further(errors) ? reach::beyond : reach::within;
  fitted_table table = table_of(set, *whole, how_far);
  table.misfits = misfits_among(judged_by(table, set.measured()));
  if (!set.before_merging.empty()) {
    table.form_spread = set.noise;
    table.merged_shapes = set.repeated_shapes;
  }
  const std::vector<double>& own = how_far == reach::beyond ? errors.beyond : errors.within;
  if (own.empty()) return table;
  table.error = {.median = statistics::median(own),
                 .p95 = statistics::quantile(own, 0.95),
                 .count = static_cast<std::uint32_t>(own.size())};
  table.error_method = plan.in_folds() ? "5-fold" : "hold-out";
  return table;
}

std::vector<fitted_table> fit_tables(const measurement_set& set, const model_options& options) {
  const unsigned threads = fits_at_once(std::max(1U, std::thread::hardware_concurrency()));
  const one_blas_thread each;
  const std::vector<measurement_set> parts = split_by_form(set);
  const auto claim = [](const measurement_set& part) {
    return std::pow(static_cast<double>(part.shapes.size()), share_exponent);
  };
  double claims = 0;
  for (const measurement_set& part : parts) claims += claim(part);
  std::vector<fitted_table> tables;
  for (const measurement_set& part : parts) {
    model_options own = options;
    own.max_points = static_cast<std::size_t>(static_cast<double>(options.max_points) * claim(part) / claims);
    own.max_points = std::max<std::size_t>(1, own.max_points);
    tables.push_back(fit_table(part, own, error_of_table::cross_validated, threads));
  }
  return tables;
}

profile_io::table_data in_setting(fitted_table table, std::string setting) {
  profile_io::table_data data;
  data.operation = std::move(table.operation);
  data.precision = table.precision;
  data.setting = std::move(setting);
  data.axes = std::move(table.axes);
  data.classes = table.classes;
  data.latency_s = std::move(table.latency_s);
  data.fitted = true;
  data.quality.points = static_cast<std::uint32_t>(table.points);
  data.error = table.error;
  data.error_method = std::move(table.error_method);
  data.misfits = std::move(table.misfits);
  return data;
}

loaded_profile as_loaded(std::span<const fitted_table> tables) {
  profile_io::profile_data profile;
  profile.id = profile.name = profile.default_setting = "fitted";
  profile_io::setting_data& setting = profile.settings.emplace_back();
  setting.id = setting.backend = profile.default_setting;
  for (const fitted_table& table : tables) profile.tables.push_back(in_setting(table, setting.id));
  return calib::as_loaded(std::move(profile));
}

}  // namespace calib::fit
