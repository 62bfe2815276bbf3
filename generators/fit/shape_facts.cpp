#include "fit/shape_facts.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "profile_io/operations.hpp"

namespace calib::fit {
namespace {

// Work at `coordinates`, of which those from `axis` on are still to be made whole in `dims`.
cost work_between(std::string_view operation, precision p, const Eigen::RowVectorXd& coordinates, shape& dims,
                  std::size_t axis = 0) {
  if (axis == dims.size()) return profile_io::work_of(operation, p, dims);
  const double x = coordinates[static_cast<Eigen::Index>(axis)], low = std::floor(x), part = x - low;
  dims[axis] = static_cast<std::size_t>(low);
  const cost below = work_between(operation, p, coordinates, dims, axis + 1);
  if (part == 0) return below;
  dims[axis] = static_cast<std::size_t>(low) + 1;
  const cost above = work_between(operation, p, coordinates, dims, axis + 1);
  return {flops{std::lerp(below.arithmetic.value, above.arithmetic.value, part)},
          bytes{std::lerp(below.traffic.value, above.traffic.value, part)}};
}

}  // namespace

bool is_choice(std::span<const shape> shapes, std::size_t axis) {
  constexpr std::size_t most_choices = 4;
  std::set<std::size_t> sizes;
  for (const shape& one : shapes) {
    sizes.insert(one[axis]);
    if (sizes.size() > most_choices) return false;
  }
  return true;
}

coordinate_matrix effective_coordinates(std::span<const shape> shapes, std::span<const axis_phase> phases) {
  coordinate_matrix coordinates(std::ssize(shapes), std::ssize(phases));
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    for (std::size_t d = 0; d < phases.size(); ++d) {
      coordinates(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(d)) = phases[d].effective(shapes[i][d]);
    }
  }
  return coordinates;
}

std::vector<cost> work_of(std::string_view operation, precision p, const coordinate_matrix& coordinates) {
  std::vector<cost> work;
  shape dims(static_cast<std::size_t>(coordinates.cols()));
  for (Eigen::Index i = 0; i < coordinates.rows(); ++i) {
    work.push_back(work_between(operation, p, coordinates.row(i), dims));
  }
  return work;
}

Eigen::MatrixXd membership(std::string_view operation, precision p, std::span<const shape> shapes,
                           const shape_classes& classes) {
  Eigen::MatrixXd members(std::ssize(shapes), static_cast<Eigen::Index>(class_count(classes)));
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const cost work = profile_io::work_of(operation, p, shapes[i]);
    Eigen::Index column = 0;
    for (const shape_class& one : classes) {
      if (one.any()) members(static_cast<Eigen::Index>(i), column++) = one.holds(shapes[i], work) ? 1 : 0;
    }
  }
  return members;
}

feature_matrix class_features(const Eigen::MatrixXd& members) {
  constexpr double octaves = 2;
  return octaves * members;
}

feature_matrix features_of(const coordinate_matrix& coordinates) {
  // pad may be 0
  return coordinates.unaryExpr([](double x) { return std::log2(x + (x == 0 ? 1 : 0)); });
}

feature_matrix features_with_work(const coordinate_matrix& coordinates, std::span<const cost> work) {
  feature_matrix features = features_of(coordinates);
  const Eigen::Index traffic = features.cols(), intensity = traffic + 1;
  features.conservativeResize(Eigen::NoChange, traffic + 2);
  for (Eigen::Index i = 0; i < features.rows(); ++i) {
    const cost& of_row = work[static_cast<std::size_t>(i)];
    const double bytes = std::max(of_row.traffic.value, 1.0);
    features(i, traffic) = std::log2(bytes);
    features(i, intensity) = std::log2(std::max(of_row.arithmetic.value, 1.0) / bytes);
  }
  return features;
}

}  // namespace calib::fit
