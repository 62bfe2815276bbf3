#include "fit/plain_view.hpp"

#include <random>

#include "fit/draw_rows.hpp"
#include "fit/likelihood.hpp"
#include "fit/residuals.hpp"

namespace calib::fit {
namespace {

coordinate_matrix as_they_are(std::span<const shape> shapes) {
  return effective_coordinates(shapes, std::vector<axis_phase>(shapes.front().size()));
}

}  // namespace

feature_matrix plain_features(std::span<const shape> shapes) { return features_of(as_they_are(shapes)); }

plain_view plain_view_of(const measurement_set& set) {
  plain_view seen;
  std::vector<double> latency_s;
  for (const measured_shape& one : set.shapes) {
    seen.shapes.push_back(one.dims);
    latency_s.push_back(one.latency_s);
  }
  seen.features = plain_features(seen.shapes);
  const std::vector<cost> work = work_of(set.operation, set.precision, as_they_are(seen.shapes));
  seen.values = residuals(work, latency_s).values();
  return seen;
}

covariance smooth_covariance(const feature_matrix& features, const Eigen::VectorXd& values, Eigen::Index count,
                             std::uint64_t seed) {
  constexpr matern smooth[] = {matern::three_halves};
  std::mt19937_64 random(seed);
  const auto rows = draw_rows(features.rows(), count, random);
  return fit_covariance(smooth, features(rows, Eigen::all), values(rows));
}

}  // namespace calib::fit
