#include "fit/judge_covariances.hpp"

#include <algorithm>

#include "fit/fits_at_once.hpp"

namespace calib::fit {
namespace {

constexpr Eigen::Index most_values = Eigen::Index{1} << 24U;  // 64 MiB
constexpr Eigen::Index columns_at_once = 256;

}  // namespace

judge_covariances::judge_covariances(const covariance& kernel, const feature_matrix& judges,
                                     const feature_matrix& points, Eigen::Index asked)
    : kernel_(kernel), judges_(judges), points_(points) {
  const Eigen::Index rows = points.rows();
  if (asked <= rows || judges.rows() * rows > most_values || address_space_is_limited()) return;
  all_.resize(judges.rows(), rows);
  for (Eigen::Index begin = 0; begin < rows; begin += columns_at_once) {
    const Eigen::Index count = std::min(columns_at_once, rows - begin);
    all_.middleCols(begin, count) = made(points.middleRows(begin, count));
  }
}

Eigen::MatrixXf judge_covariances::with(const std::vector<Eigen::Index>& rows) const {
  if (are_kept()) return all_(Eigen::all, rows);
  return made(points_(rows, Eigen::all));
}

void judge_covariances::take_off(const Eigen::Ref<const Eigen::MatrixXf>& of_judges,
                                 const Eigen::Ref<const Eigen::MatrixXf>& of_points) {
  all_.noalias() -= of_judges.transpose() * of_points;
}

}  // namespace calib::fit
