#include "fit/swap_points.hpp"

#include <algorithm>
#include <limits>
#include <random>

#include "fit/cholesky.hpp"
#include "fit/draw_rows.hpp"
#include "fit/judge_covariances.hpp"

namespace calib::fit {
namespace {

// As for the choice itself: more of either change the result by less than another seed does.
constexpr Eigen::Index candidates_a_swap = 80;
constexpr Eigen::Index judging_rows = 2500;

// The inverse of the covariance matrix of chosen points, noise included, from which one point can be taken and into
// which one can be put. A point taken out leaves a row and a column of zeros.
class exchangeable_inverse {
 public:
  exchangeable_inverse(const covariance& kernel, const feature_matrix& chosen) {
    inverse_ = cholesky(kernel.of_values_at(chosen)).inverse();
  }

  const Eigen::MatrixXd& matrix() const { return inverse_; }

  void take_out(Eigen::Index i) {
    const Eigen::VectorXd column = inverse_.col(i);
    inverse_.noalias() -= (column / column[i]) * column.transpose();
    inverse_.row(i).setZero();
    inverse_.col(i).setZero();
  }

  // `covariances` with all points, that at i being ignored; `variance` of the new one, noise included.
  void put_in(Eigen::Index i, const Eigen::VectorXd& covariances, double variance) {
    Eigen::VectorXd q = inverse_ * covariances;
    const double unexplained = variance - covariances.dot(q);
    q[i] = -1;
    inverse_.noalias() += (q / unexplained) * q.transpose();
  }

 private:
  Eigen::MatrixXd inverse_;
};

// Rows drawn evenly that are not chosen, and `itself`, which is.
std::vector<Eigen::Index> draw_candidates(Eigen::Index rows, const std::vector<bool>& is_chosen, Eigen::Index itself,
                                          std::mt19937_64& random) {
  std::uniform_int_distribution<Eigen::Index> any(0, rows - 1);
  std::vector<Eigen::Index> drawn{itself};
  for (Eigen::Index i = 0; i < candidates_a_swap; ++i) {
    const Eigen::Index row = any(random);
    if (!is_chosen[static_cast<std::size_t>(row)]) drawn.push_back(row);
  }
  std::sort(drawn.begin() + 1, drawn.end());
  drawn.erase(std::unique(drawn.begin() + 1, drawn.end()), drawn.end());
  return drawn;
}

}  // namespace

std::vector<Eigen::Index> swap_points(const covariance& kernel, const feature_matrix& points,
                                      const Eigen::VectorXd& values, std::vector<Eigen::Index> chosen,
                                      std::uint64_t seed) {
  const Eigen::Index n = points.rows();
  std::mt19937_64 random(seed);
  const auto judges = draw_rows(n, judging_rows, random);
  const feature_matrix judge_points = points(judges, Eigen::all);
  const judge_covariances covariances(kernel, judge_points, points, std::ssize(chosen) * candidates_a_swap);
  const Eigen::VectorXf judge_values = values(judges).cast<float>();
  feature_matrix chosen_points = points(chosen, Eigen::all);
  Eigen::VectorXd chosen_values = values(chosen);
  Eigen::MatrixXf with_judges = kernel(chosen_points, judge_points).cast<float>();
  exchangeable_inverse inverse(kernel, chosen_points);
  std::vector<bool> is_chosen(static_cast<std::size_t>(n), false);
  for (const Eigen::Index row : chosen) is_chosen[static_cast<std::size_t>(row)] = true;

  for (const Eigen::Index i : draw_rows(chosen_points.rows(), chosen_points.rows(), random)) {
    Eigen::Index& place = chosen[static_cast<std::size_t>(i)];
    inverse.take_out(i);
    const auto candidates = draw_candidates(n, is_chosen, place, random);
    const feature_matrix candidate_points = points(candidates, Eigen::all);
    // The process without the point: its error at judges and candidates, and what each candidate would change.
    const Eigen::VectorXd weights = inverse.matrix() * chosen_values;
    const Eigen::MatrixXd with_candidates = kernel(chosen_points, candidate_points);
    const Eigen::MatrixXd explained = inverse.matrix() * with_candidates;
    const Eigen::VectorXf judge_residual = judge_values - with_judges.transpose() * weights.cast<float>();
    Eigen::MatrixXf change = covariances.with(candidates);
    change.noalias() -= with_judges.transpose() * explained.cast<float>();
    Eigen::Index best = 0;
    float least = std::numeric_limits<float>::infinity();
    for (Eigen::Index c = 0; c < change.cols(); ++c) {
      const Eigen::Index row = candidates[static_cast<std::size_t>(c)];
      const double variance =
          kernel.variance_at(points.row(row)) + kernel.noise_variance() - with_candidates.col(c).dot(explained.col(c));
      const auto gain = static_cast<float>((values[row] - with_candidates.col(c).dot(weights)) / variance);
      const float left = (judge_residual - gain * change.col(c)).cwiseAbs().sum();
      if (left < least) {
        least = left;
        best = c;
      }
    }

    const Eigen::Index row = candidates[static_cast<std::size_t>(best)];
    is_chosen[static_cast<std::size_t>(place)] = false;
    is_chosen[static_cast<std::size_t>(row)] = true;
    place = row;
    chosen_points.row(i) = points.row(row);
    chosen_values[i] = values[row];
    if (best != 0) with_judges.row(i) = kernel(points.row(row), judge_points).cast<float>();
    inverse.put_in(i, with_candidates.col(best), kernel.variance_at(points.row(row)) + kernel.noise_variance());
  }
  return chosen;
}

}  // namespace calib::fit
