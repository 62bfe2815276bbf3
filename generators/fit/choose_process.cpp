#include "fit/choose_process.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "fit/draw_rows.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/likelihood.hpp"
#include "fit/outliers.hpp"
#include "fit/select_points.hpp"

namespace calib::fit {
namespace {

// Points the covariance is fitted to: its cost grows with their cube, and more change the lengths by little.
constexpr Eigen::Index covariance_points = 500;

// Latencies have kinks. Some also have slopes, which a set of so many shapes begins to tell from kinks; a small set
// shows few kinks.
constexpr matern rough[] = {matern::half};
constexpr matern smooth[] = {matern::three_halves};
constexpr matern smooth_and_rough[] = {matern::three_halves, matern::half};
using kind_of_covariance = std::span<const matern>;
constexpr Eigen::Index enough_to_compare = 8;

// Rows by which processes are told apart: what each predicts of one from the others. A tenth of a second for each
// process with this many.
constexpr Eigen::Index comparison_rows = 1000;

// Points of a choice on which processes are compared.
constexpr std::size_t comparison_points = 225;
// What seeing the work, too, has to leave of the error of a choice: less is not worth further parameters.
constexpr double clearly_less = 0.97;
constexpr double noise_of_chosen = 0.5;

std::vector<Eigen::Index> drawn(Eigen::Index rows, Eigen::Index count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  return draw_rows(rows, count, random);
}

covariance covariance_of(kind_of_covariance kind, const feature_matrix& features, const Eigen::VectorXd& values,
                         std::uint64_t seed) {
  const auto rows = drawn(features.rows(), covariance_points, seed);
  return fit_covariance(kind, features(rows, Eigen::all), values(rows));
}

// The same process without outliers. They blur the covariance, too, which then tells them less apart.
void leave_outliers_out(chosen_process& process, const feature_matrix& features, const Eigen::VectorXd& values,
                        std::uint64_t seed) {
  constexpr int passes = 2;
  const auto rows = drawn(features.rows(), covariance_points, seed);
  process.values = without_outliers(process.kernel, features, values);
  for (int pass = 0; pass < passes; ++pass) {
    process.kernel = refit_covariance(process.kernel, features(rows, Eigen::all), process.values(rows));
    process.values = without_outliers(process.kernel, features, values);
  }
}

// Of what all points but one predict of the value measured there.
double error_of_all(const chosen_process& process, const feature_matrix& features, const Eigen::VectorXd& values) {
  const Eigen::VectorXd errors = leave_one_out_errors(process.kernel, features, process.values);
  return (errors + values - process.values).cwiseAbs().mean();
}

// Of what points of a choice predict of all.
double error_of_choice(const covariance& kernel, const feature_matrix& features, const Eigen::VectorXd& values,
                       std::size_t count, std::uint64_t seed) {
  const covariance own = with_noise_of_chosen(kernel);
  const auto chosen = select_points(own, features, values, std::min(count, comparison_points), seed);
  const gaussian_process process(own, features(chosen, Eigen::all), values(chosen));
  return (process.predict(features) - values).cwiseAbs().mean();
}

// Some rows tell which process it is; all of them are in it.
chosen_process chosen_by_some(const feature_choice& features, const Eigen::VectorXd& values, std::uint64_t seed) {
  const auto rows = drawn(values.size(), comparison_rows, seed);
  const feature_matrix plain = features.plain(rows, Eigen::all), with_work = features.with_work(rows, Eigen::all);
  const Eigen::VectorXd some = values(rows);
  chosen_process chosen = choose_process({plain, with_work}, some, seed);
  const bool outliers_left_out = chosen.values != some;
  chosen.values = values;
  if (outliers_left_out) leave_outliers_out(chosen, chosen.seen(features), values, seed);
  return chosen;
}

}  // namespace

chosen_process choose_process(const feature_choice& features, const Eigen::VectorXd& values, std::uint64_t seed) {
  if (values.size() > comparison_rows) return chosen_by_some(features, values, seed);
  if (values.size() < enough_to_compare) return {covariance_of(smooth, features.plain, values, seed), false, values};
  chosen_process best;
  double least = std::numeric_limits<double>::infinity();
  const auto consider = [&](const chosen_process& one) {
    const double error = error_of_all(one, one.seen(features), values);
    if (error >= least) return;
    least = error;
    best = one;
  };
  for (const kind_of_covariance kind :
       {kind_of_covariance(smooth), kind_of_covariance(rough), kind_of_covariance(smooth_and_rough)}) {
    for (const bool with_work : {false, true}) {
      chosen_process one{{}, with_work, values};
      one.kernel = covariance_of(kind, one.seen(features), values, seed);
      consider(one);
      leave_outliers_out(one, one.seen(features), values, seed);
      consider(one);
    }
  }
  return best;
}

chosen_process choose_process_of_few(const feature_choice& features, const Eigen::VectorXd& values, std::size_t count,
                                     std::uint64_t seed) {
  if (values.size() < enough_to_compare) return {covariance_of(rough, features.plain, values, seed), false, values};
  chosen_process best;
  kind_of_covariance best_kind;
  double least = std::numeric_limits<double>::infinity();
  const auto consider = [&](kind_of_covariance kind, bool with_work) {
    chosen_process one{{}, with_work, values};
    one.kernel = covariance_of(kind, one.seen(features), values, seed);
    const double error = error_of_choice(one.kernel, one.seen(features), values, count, seed);
    if (error >= (with_work ? clearly_less : 1) * least) return;
    least = error;
    best_kind = kind;
    best = std::move(one);
  };
  consider(rough, false);
  consider(smooth_and_rough, false);
  consider(best_kind, true);
  return best;
}

covariance with_noise_of_chosen(covariance kernel) {
  kernel.log_noise += std::log(noise_of_chosen);
  return kernel;
}

}  // namespace calib::fit
