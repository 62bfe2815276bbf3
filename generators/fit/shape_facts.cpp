#include "fit/shape_facts.hpp"

#include <cmath>

#include "profile_io/operations.hpp"

namespace calib::fit {

std::vector<cost> work_of(std::string_view operation, precision p, std::span<const shape> shapes) {
  std::vector<cost> work;
  for (const shape& one : shapes) work.push_back(profile_io::work_of(operation, p, one));
  return work;
}

feature_matrix features_of(std::span<const shape> shapes) {
  const auto rows = static_cast<Eigen::Index>(shapes.size());
  const auto columns = static_cast<Eigen::Index>(shapes.empty() ? 0 : shapes.front().size());
  feature_matrix features(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index d = 0; d < columns; ++d) {
      const auto size = static_cast<double>(shapes[static_cast<std::size_t>(i)][static_cast<std::size_t>(d)]);
      features(i, d) = std::log2(size + (size == 0 ? 1 : 0));  // pad may be 0
    }
  }
  return features;
}

}  // namespace calib::fit
