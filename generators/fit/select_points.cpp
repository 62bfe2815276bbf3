#include "fit/select_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace calib::fit {
namespace {

// Rows over which a candidate is judged, and candidates judged for each choice: more of either changes the result by
// less than another seed does.
constexpr Eigen::Index judging_rows = 3000;
constexpr std::size_t candidates_a_step = 150;

std::vector<Eigen::Index> some_rows(Eigen::Index rows, Eigen::Index most, std::mt19937_64& random) {
  std::vector<Eigen::Index> all(static_cast<std::size_t>(rows));
  std::iota(all.begin(), all.end(), Eigen::Index{0});
  std::shuffle(all.begin(), all.end(), random);
  all.resize(static_cast<std::size_t>(std::min(rows, most)));
  return all;
}

// Half of the candidates evenly, half in proportion to their weight.
std::vector<Eigen::Index> draw_candidates(const std::vector<Eigen::Index>& pool, const Eigen::VectorXd& weight,
                                          std::mt19937_64& random) {
  if (pool.size() <= candidates_a_step) return pool;
  std::vector<Eigen::Index> drawn;
  std::sample(pool.begin(), pool.end(), std::back_inserter(drawn), candidates_a_step / 2, random);
  std::vector<double> weights;
  for (const Eigen::Index i : pool) weights.push_back(weight[i]);
  std::discrete_distribution<std::size_t> by_weight(weights.begin(), weights.end());
  while (drawn.size() < candidates_a_step) drawn.push_back(pool[by_weight(random)]);
  std::sort(drawn.begin(), drawn.end());
  drawn.erase(std::unique(drawn.begin(), drawn.end()), drawn.end());
  return drawn;
}

}  // namespace

std::vector<std::size_t> select_points(const covariance& kernel, const feature_matrix& points,
                                       const Eigen::VectorXd& values, std::size_t count, std::uint64_t seed) {
  const Eigen::Index n = points.rows();
  count = std::min(count, static_cast<std::size_t>(n));
  std::mt19937_64 random(seed);
  const std::vector<Eigen::Index> judges = some_rows(n, judging_rows, random);
  const feature_matrix judge_points = points(judges, Eigen::all);

  // An incremental Cholesky factor: row s holds what the s-th chosen point explains of every point.
  Eigen::MatrixXd explained(static_cast<Eigen::Index>(count), n);
  Eigen::VectorXd residual = values;
  Eigen::VectorXd variance(n);
  for (Eigen::Index i = 0; i < n; ++i) variance[i] = kernel.variance_at(points.row(i));
  const double noise = kernel.noise_variance(), least_variance = 1e-12;

  std::vector<Eigen::Index> pool(static_cast<std::size_t>(n));
  std::iota(pool.begin(), pool.end(), Eigen::Index{0});
  std::vector<std::size_t> chosen;
  for (Eigen::Index s = 0; s < static_cast<Eigen::Index>(count); ++s) {
    const Eigen::VectorXd doubt = residual.cwiseAbs().cwiseProduct(variance.cwiseSqrt());
    const auto candidates = draw_candidates(pool, doubt, random);
    // What each candidate would change of the prediction at each judge, and the error that would be left.
    const feature_matrix candidate_points = points(candidates, Eigen::all);
    Eigen::MatrixXd change = kernel(judge_points, candidate_points);
    if (s > 0) {
      const Eigen::MatrixXd of_judges = explained.topRows(s)(Eigen::all, judges);
      const Eigen::MatrixXd of_candidates = explained.topRows(s)(Eigen::all, candidates);
      change.noalias() -= of_judges.transpose() * of_candidates;
    }
    const Eigen::VectorXd judge_residual = residual(judges);
    Eigen::Index best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (Eigen::Index c = 0; c < change.cols(); ++c) {
      const Eigen::Index row = candidates[static_cast<std::size_t>(c)];
      const double gain = residual[row] / (variance[row] + noise);
      const double left = (judge_residual - gain * change.col(c)).cwiseAbs().sum();
      if (left < least) {
        least = left;
        best = row;
      }
    }

    Eigen::RowVectorXd row = kernel(points.row(best), points);
    if (s > 0) row.noalias() -= explained.col(best).head(s).transpose() * explained.topRows(s);
    const double scale = std::sqrt(variance[best] + noise);
    explained.row(s) = row / scale;
    residual -= explained.row(s).transpose() * (residual[best] / scale);
    variance = (variance - explained.row(s).transpose().cwiseAbs2()).cwiseMax(least_variance);
    pool.erase(std::find(pool.begin(), pool.end(), best));
    chosen.push_back(static_cast<std::size_t>(best));
  }
  return chosen;
}

}  // namespace calib::fit
