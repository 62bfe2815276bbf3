#include "fit/select_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "fit/draw_rows.hpp"
#include "fit/judge_covariances.hpp"

namespace calib::fit {
namespace {

// Candidates judged for each choice: more change the result by less than another seed does.
constexpr std::size_t candidates_a_step = 80;

// Rows over which a candidate is judged. Late choices of many change little each, and need more judges to be told
// apart.
constexpr std::size_t small_choice = 500;
constexpr Eigen::Index judges_of_small_choice = 2500, judges_of_large_choice = 6000;

// Points after which what they explain is taken off all covariances with judges at once, where more are asked for yet
// than there are. Each candidate then needs only what later points explain: for a thousand points of as many as are
// kept, a sixth of the work. After fewer, all covariances would pass through memory more often.
constexpr Eigen::Index points_at_once = 64;

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

std::vector<Eigen::Index> select_points(const covariance& kernel, const feature_matrix& points,
                                        const Eigen::VectorXd& values, std::size_t count, std::uint64_t seed) {
  const Eigen::Index n = points.rows();
  count = std::min(count, static_cast<std::size_t>(n));
  std::mt19937_64 random(seed);
  const auto judges = draw_rows(n, count <= small_choice ? judges_of_small_choice : judges_of_large_choice, random);
  const feature_matrix judge_points = points(judges, Eigen::all);
  const auto steps = static_cast<Eigen::Index>(count);
  judge_covariances covariances(kernel, judge_points, points, steps * static_cast<Eigen::Index>(candidates_a_step));

  // An incremental Cholesky factor: row s holds what the s-th chosen point explains of every point, in single
  // precision, too.
  Eigen::MatrixXf explained(steps, n), explained_of_judges(steps, static_cast<Eigen::Index>(judges.size()));
  Eigen::VectorXd residual = values;
  Eigen::VectorXd variance(n);
  for (Eigen::Index i = 0; i < n; ++i) variance[i] = kernel.variance_at(points.row(i));
  const double noise = kernel.noise_variance(), least_variance = 1e-9;

  std::vector<Eigen::Index> pool(static_cast<std::size_t>(n));
  std::iota(pool.begin(), pool.end(), Eigen::Index{0});
  std::vector<Eigen::Index> chosen;
  Eigen::Index taken_off = 0;  // points that the covariances with judges are already free of
  for (Eigen::Index s = 0; s < steps; ++s) {
    const bool pays = covariances.are_kept() && (steps - s) * static_cast<Eigen::Index>(candidates_a_step) > n;
    if (pays && s - taken_off == points_at_once) {
      covariances.take_off(explained_of_judges.middleRows(taken_off, points_at_once),
                           explained.middleRows(taken_off, points_at_once));
      taken_off = s;
    }
    const Eigen::VectorXd doubt = residual.cwiseAbs().cwiseProduct(variance.cwiseSqrt());
    const auto candidates = draw_candidates(pool, doubt, random);
    // What each candidate would change of the prediction at each judge, and the error that would be left.
    Eigen::MatrixXf change = covariances.with(candidates);
    if (s > taken_off) {
      const Eigen::MatrixXf of_candidates = explained(Eigen::seqN(taken_off, s - taken_off), candidates);
      change.noalias() -= explained_of_judges.middleRows(taken_off, s - taken_off).transpose() * of_candidates;
    }
    const Eigen::VectorXf judge_residual = residual(judges).cast<float>();
    Eigen::Index best = candidates.front();
    float least = std::numeric_limits<float>::infinity();
    for (Eigen::Index c = 0; c < change.cols(); ++c) {
      const Eigen::Index row = candidates[static_cast<std::size_t>(c)];
      const auto gain = static_cast<float>(residual[row] / (variance[row] + noise));
      const float left = (judge_residual - gain * change.col(c)).cwiseAbs().sum();
      if (left < least) {
        least = left;
        best = row;
      }
    }

    Eigen::VectorXf row = kernel(points, points.row(best)).cast<float>();
    if (s > 0) {
      const Eigen::VectorXf of_best = explained.col(best).head(s);
      row.noalias() -= explained.topRows(s).transpose() * of_best;
    }
    const double scale = std::sqrt(variance[best] + noise);
    row /= static_cast<float>(scale);
    explained.row(s) = row.transpose();
    explained_of_judges.row(s) = row(judges).transpose();
    residual -= row.cast<double>() * (residual[best] / scale);
    variance = (variance - row.cast<double>().cwiseAbs2()).cwiseMax(least_variance);
    pool.erase(std::find(pool.begin(), pool.end(), best));
    chosen.push_back(best);
  }
  return chosen;
}

}  // namespace calib::fit
