#include "fit/disturbance.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "fit/draw_rows.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/likelihood.hpp"
#include "fit/residuals.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {
namespace {

// What is looked for is a shift that many shapes have in common.
constexpr Eigen::Index covariance_points = 300;
constexpr matern smooth[] = {matern::three_halves};

}  // namespace

measurement_set without_disturbance(measurement_set set, std::uint64_t seed) {
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  Eigen::MatrixXd disturbed(std::ssize(set.shapes), 1);
  for (const measured_shape& one : set.shapes) {
    disturbed(std::ssize(shapes), 0) = one.disturbed ? 1 : 0;
    shapes.push_back(one.dims);
    latency_s.push_back(one.latency_s);
  }
  if (disturbed.size() == 0 || disturbed.minCoeff() == disturbed.maxCoeff()) return set;

  const std::vector<axis_phase> none(set.dimensions.size());
  const coordinate_matrix coordinates = effective_coordinates(shapes, none);
  const std::vector<cost> work = work_of(set.operation, set.precision, coordinates);
  const residuals left(work, latency_s);
  feature_matrix as_measured(coordinates.rows(), coordinates.cols() + 1);
  as_measured << class_features(disturbed), features_of(coordinates);
  const double undisturbed = -as_measured.col(0).mean();
  as_measured.rowwise() -= Eigen::RowVectorXd(as_measured.colwise().mean());
  feature_matrix without = as_measured;
  without.col(0).setConstant(undisturbed);

  std::mt19937_64 random(seed);
  const auto rows = draw_rows(as_measured.rows(), covariance_points, random);
  const covariance kernel = fit_covariance(smooth, as_measured(rows, Eigen::all), left.values()(rows));
  const gaussian_process process(kernel, as_measured, left.values());
  const Eigen::VectorXd added = process.predict(as_measured) - process.predict(without);
  for (std::size_t i = 0; i < set.shapes.size(); ++i) {
    set.shapes[i].latency_s *= std::exp(-std::max(added[static_cast<Eigen::Index>(i)], 0.0));
  }
  return set;
}

}  // namespace calib::fit
