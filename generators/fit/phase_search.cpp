#include "fit/phase_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "fit/clear_gain.hpp"
#include "fit/draw_rows.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/residuals.hpp"
#include "fit/search_covariance.hpp"

namespace calib::fit {
namespace {

// Phases that are judged of those that screening ranks, in each round.
constexpr std::size_t finalists = 8;

// Tiles are powers of two, or three of them where registers or warps come in threes.
constexpr std::uint32_t periods[] = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256};
constexpr double weights[] = {0.25, 0.5, 0.75, 1.0};

// Where fewer rows than this leave a tile unfilled, a phase is made from too little.
constexpr double least_unfilled = 0.25;

// What a phase must take off the error. A hundred are tried.
constexpr gain_rule worth_a_phase{.least_share = 0.015, .least_deviations = 1.5};

feature_matrix centred(feature_matrix features) {
  features.rowwise() -= Eigen::RowVectorXd(features.colwise().mean());
  return features;
}

class phase_judge {
 public:
  phase_judge(std::string_view operation, precision p, std::vector<shape> shapes, std::vector<double> latency_s,
              const stepped_axes& steps)
      : operation_(operation),
        precision_(p),
        shapes_(std::move(shapes)),
        latency_s_(std::move(latency_s)),
        steps_(steps) {}

  bool may_have_tiles(std::size_t axis) const { return !is_choice(shapes_, axis); }

  bool often_unfilled(std::size_t axis, const axis_phase& phase) const {
    const auto unfilled =
        std::count_if(shapes_.begin(), shapes_.end(), [&](const shape& one) { return !phase.fills(one[axis]); });
    return static_cast<double>(unfilled) >= least_unfilled * static_cast<double>(shapes_.size());
  }

  /// Phases tried from here on are judged by the roofline and the covariance that suit these.
  void settle_on(const std::vector<axis_phase>& phases) {
    const auto coordinates = effective_coordinates(shapes_, phases);
    const auto work = work_of(operation_, precision_, coordinates);
    const residuals left(work, latency_s_);
    base_ = left.base();
    const feature_matrix features = features_under(coordinates, phases);
    kernel_ = covariance_to_search_by(features, left.values());
    settled_.emplace(kernel_, features);
    errors_ = settled_->errors(values(coordinates)).array().abs();
  }

  /// Of each row, |log(predicted / measured)| without it, under the phases settled on.
  const Eigen::ArrayXd& errors() const { return errors_; }

  /// The same under other phases.
  Eigen::ArrayXd errors_under(const std::vector<axis_phase>& phases) const {
    const auto coordinates = effective_coordinates(shapes_, phases);
    return leave_one_out_errors(kernel_, features_under(coordinates, phases), values(coordinates)).array().abs();
  }

  /// The finalists among these, in no order: those with the least error where phases change work but leave shapes as
  /// near each other as they are. That takes one factorisation for all of them.
  std::vector<std::vector<axis_phase>> promising(std::vector<std::vector<axis_phase>> tried) const {
    Eigen::MatrixXd all(std::ssize(shapes_), std::ssize(tried));
    for (std::size_t i = 0; i < tried.size(); ++i) {
      all.col(static_cast<Eigen::Index>(i)) = values(effective_coordinates(shapes_, tried[i]));
    }
    const Eigen::RowVectorXd error = settled_->errors(all).cwiseAbs().colwise().mean();
    std::vector<Eigen::Index> order(tried.size());
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    const std::size_t kept = std::min(finalists, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                      [&](Eigen::Index a, Eigen::Index b) { return error[a] < error[b]; });
    std::vector<std::vector<axis_phase>> best;
    for (std::size_t i = 0; i < kept; ++i) best.push_back(std::move(tried[static_cast<std::size_t>(order[i])]));
    return best;
  }

 private:
  feature_matrix features_under(const coordinate_matrix& coordinates, const std::vector<axis_phase>& phases) const {
    return centred(features_of(coordinates) + shifts_of(shapes_, steps_, phases));
  }

  Eigen::VectorXd values(const coordinate_matrix& coordinates) const {
    const auto work = work_of(operation_, precision_, coordinates);
    Eigen::VectorXd all(coordinates.rows());
    for (std::size_t i = 0; i < work.size(); ++i) {
      all[static_cast<Eigen::Index>(i)] = std::log(latency_s_[i] / base_(work[i]));
    }
    return all;
  }

  std::string_view operation_;
  precision precision_;
  std::vector<shape> shapes_;
  std::vector<double> latency_s_;
  const stepped_axes& steps_;
  base_model base_;
  covariance kernel_;
  std::optional<leave_one_out> settled_;
  Eigen::ArrayXd errors_;
};

// These phases and one more, on an axis without any.
std::vector<std::vector<axis_phase>> with_one_more(const std::vector<axis_phase>& found, const phase_judge& judge) {
  std::vector<std::vector<axis_phase>> all;
  for (std::size_t axis = 0; axis < found.size(); ++axis) {
    if (found[axis].any() || !judge.may_have_tiles(axis)) continue;
    for (const std::uint32_t period : periods) {
      if (!judge.often_unfilled(axis, {.period = period})) continue;
      for (const double weight : weights) {
        all.push_back(found);
        all.back()[axis] = {.period = period, .weight = weight};
      }
    }
  }
  return all;
}

}  // namespace

std::vector<axis_phase> find_phases(std::string_view operation, precision p, std::span<const shape> shapes,
                                    std::span<const double> latency_s, Eigen::Index rows, std::uint64_t seed,
                                    const stepped_axes& steps) {
  drawn_measurements drawn = draw_measurements(shapes, latency_s, rows, seed);
  phase_judge judge(operation, p, std::move(drawn.shapes), std::move(drawn.latency_s), steps);

  // One phase after another, each time the one that takes most off the error.
  std::vector<axis_phase> found(shapes.front().size());
  for (;;) {
    auto tried = with_one_more(found, judge);
    if (tried.empty()) return found;
    judge.settle_on(found);
    const Eigen::ArrayXd now = judge.errors();
    Eigen::ArrayXd least = now;
    std::vector<axis_phase> best = found;
    for (auto& phases : judge.promising(std::move(tried))) {
      Eigen::ArrayXd errors = judge.errors_under(phases);
      if (errors.mean() >= least.mean()) continue;
      least = std::move(errors);
      best = std::move(phases);
    }
    if (!is_clear(now - least, now.mean(), worth_a_phase)) return found;
    found = std::move(best);
  }
}

}  // namespace calib::fit
