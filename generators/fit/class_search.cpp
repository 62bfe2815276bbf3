#include "fit/class_search.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "fit/class_rules.hpp"
#include "fit/clear_gain.hpp"
#include "fit/draw_rows.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/residuals.hpp"
#include "fit/search_covariance.hpp"

namespace calib::fit {
namespace {

// Classes that are judged of those that screening ranks.
constexpr std::size_t finalists = 8;

// Fewer shapes than this cannot tell a class from chance among a hundred that are tried, unless it takes off a good
// part of the error; the least not even then.
constexpr std::size_t enough_rows = 90, least_rows = 50;
// Of the shapes, at least in the class and outside it.
constexpr double least_class_share = 0.05;

// What so many classes must take off the error of so many shapes: each doubles the table.
constexpr gain_rule worth_grids(std::size_t classes, std::size_t shapes) {
  if (shapes < enough_rows) return {.least_share = 0.4 * static_cast<double>(classes), .least_deviations = 4};
  return {.least_share = 0.03 * static_cast<double>(classes), .least_deviations = 2.5};
}

// The share of a gain that is the class's alone. A step on one axis is seen by the process of the table, too, whose
// lengths are not limited, and its knots lie as close as they have to.
constexpr bool is_step(const shape_class& one) { return one.rule == class_rule::size_above; }
constexpr double worth(const shape_class& one) { return is_step(one) ? 0.5 : 1.0; }

// Of latencies in a class, relative to those outside, before anything is known.
constexpr double believed_step = 0.1;

/// A class that is tried, and which of the shapes are in it: 1 or 0 of each.
struct candidate {
  shape_class rule;
  Eigen::VectorXd members;
};

class class_judge {
 public:
  class_judge(std::string_view operation, precision p, std::vector<shape> shapes, std::span<const double> latency_s,
              std::span<const axis_phase> phases, const stepped_axes& steps)
      : operation_(operation), precision_(p), shapes_(std::move(shapes)) {
    const coordinate_matrix coordinates = effective_coordinates(shapes_, phases);
    work_ = work_of(operation_, precision_, coordinates);
    values_ = residuals(work_, latency_s).values();
    features_ = features_of(coordinates) + shifts_of(shapes_, steps, phases);
    features_.rowwise() -= Eigen::RowVectorXd(features_.colwise().mean());
  }

  /// Those that divide the shapes into parts that are large enough to tell.
  std::vector<candidate> candidates() const {
    std::vector<candidate> all;
    for (const shape_class& rule : rules_to_try(shapes_, work_)) {
      candidate one = candidate_of(rule);
      const double share = one.members.mean();
      if (share >= least_class_share && share <= 1 - least_class_share) all.push_back(std::move(one));
    }
    return all;
  }

  candidate candidate_of(const shape_class& rule) const {
    return {rule, membership(operation_, precision_, shapes_, {rule})};
  }

  /// Classes tried from here on are judged by the covariance that suits those found.
  void settle_on(const shape_classes& found) {
    const feature_matrix features = with_classes(found);
    kernel_ = covariance_to_search_by(features, values_);
    inverse_ = leave_one_out(kernel_, features).inverse();
    weights_ = inverse_ * values_;
    of_rows_ = kernel_(features, features);
    common_ = of_rows_.cwiseProduct(inverse_);
  }

  /// Of each row, |log(predicted / measured)| without it.
  Eigen::ArrayXd errors() const { return (weights_.array() / inverse_.diagonal().array()).abs(); }

  /// The same with one class more.
  Eigen::ArrayXd errors_with(const shape_classes& found, const candidate& one) const {
    feature_matrix features = with_classes(found);
    features.conservativeResize(Eigen::NoChange, features.cols() + 1);
    features.rightCols(1) = class_features(one.members);
    covariance kernel = kernel_;
    Eigen::VectorXd& lengths = kernel.components.front().log_length;
    lengths.conservativeResize(features.cols());
    lengths.tail(1) = believed_covariance(kinks, 1).components.front().log_length;
    return leave_one_out_errors(kernel, features, values_).array().abs();
  }

  /// The finalists among these, found without a factorisation for each: those with the least error where a class shifts
  /// latencies by the same factor everywhere, and those most likely to add a function of the shape, as rows do that
  /// alias only where there are few of them. A step on one axis is a function of the shape without any class.
  std::vector<const candidate*> promising(const std::vector<candidate>& tried) const {
    std::set<const candidate*> best;
    add_finalists(
        tried, [this](const candidate& one) { return -error_with_shift(one); }, best);
    add_finalists(
        tried, [this](const candidate& one) { return is_step(one.rule) ? 0.0 : score_of_function(one); }, best);
    return {best.begin(), best.end()};
  }

 private:
  template <class Rank>
  static void add_finalists(const std::vector<candidate>& tried, Rank rank, std::set<const candidate*>& best) {
    std::vector<std::pair<double, const candidate*>> ranked;
    for (const candidate& one : tried) ranked.emplace_back(rank(one), &one);
    const std::size_t kept = std::min(finalists, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept), ranked.end(),
                      [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < kept; ++i) best.insert(ranked[i].second);
  }

  // A shift adds a matrix of rank one to the covariance.
  double error_with_shift(const candidate& one) const {
    const Eigen::VectorXd shift = one.members.array() - one.members.mean();
    const Eigen::VectorXd u = inverse_ * shift;
    const double variance = believed_step * believed_step;
    const double factor = variance / (1 + variance * shift.dot(u));
    const Eigen::ArrayXd error =
        (weights_ - factor * u * u.dot(values_)).array() / (inverse_.diagonal().array() - factor * u.array().square());
    return error.abs().mean();
  }

  // The derivative of the likelihood by the variance of a function, as changeable as all, that shapes in the class have
  // besides: what it would explain less what it explains of noise, in about its standard deviations.
  double score_of_function(const candidate& one) const {
    const Eigen::VectorXd sides = one.members.array() - one.members.mean();
    const Eigen::VectorXd u = sides.cwiseProduct(weights_);
    const double of_noise = sides.dot(common_ * sides);
    const double misfit = weights_.dot(values_) / static_cast<double>(values_.size());
    return (u.dot(of_rows_ * u) / misfit - of_noise) / std::sqrt(of_noise);
  }

  feature_matrix with_classes(const shape_classes& found) const {
    const Eigen::MatrixXd members = membership(operation_, precision_, shapes_, found);
    feature_matrix features(features_.rows(), features_.cols() + members.cols());
    features << features_, class_features(members);
    return features;
  }

  std::string_view operation_;
  precision precision_;
  std::vector<shape> shapes_;
  std::vector<cost> work_;
  Eigen::VectorXd values_;
  feature_matrix features_;
  covariance kernel_;
  // Of the classes settled on:
  Eigen::MatrixXd inverse_;  // of the covariance of the rows with noise,
  Eigen::VectorXd weights_;  // times the values
  Eigen::MatrixXd of_rows_;  // their covariance without noise,
  Eigen::MatrixXd common_;   // and, element by element, times the inverse
};

/// A class, and of each row the error with it beside others.
struct addition {
  shape_class rule;
  Eigen::ArrayXd errors;
  double gain = 0;  ///< its own share of what it takes off their mean
};

addition with(const class_judge& judge, const shape_classes& others, double error, const candidate& one) {
  addition added{one.rule, judge.errors_with(others, one)};
  added.gain = worth(one.rule) * (error - added.errors.mean());
  return added;
}

/// The class that gains most beside those settled on; none where none gains. The same class twice tells no more shapes
/// apart, and doubles the table.
addition best_beside(const class_judge& judge, const shape_classes& others, const std::vector<candidate>& candidates) {
  addition best{{}, judge.errors()};
  const double error = best.errors.mean();
  for (const candidate* one : judge.promising(candidates)) {
    if (std::ranges::find(others, one->rule) != others.end()) continue;
    addition next = with(judge, others, error, *one);
    if (next.gain > best.gain) best = std::move(next);
  }
  return best;
}

/// Of two classes each again, beside the other: what gained most alone may not be the best of pairs.
void seek_again(class_judge& judge, shape_classes& found, const std::vector<candidate>& candidates) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const shape_classes other{found[1 - i]};
    judge.settle_on(other);
    const addition best = best_beside(judge, other, candidates);
    const double error = judge.errors().mean();
    if (best.gain > with(judge, other, error, judge.candidate_of(found[i])).gain) found[i] = best.rule;
  }
}

}  // namespace

shape_classes find_classes(std::string_view operation, precision p, std::span<const shape> shapes,
                           std::span<const double> latency_s, std::span<const axis_phase> phases, Eigen::Index rows,
                           std::uint64_t seed, const stepped_axes& steps) {
  shape_classes found{};
  if (shapes.size() < least_rows) return found;
  drawn_measurements drawn = draw_measurements(shapes, latency_s, rows, seed);
  class_judge judge(operation, p, std::move(drawn.shapes), drawn.latency_s, phases, steps);
  const std::vector<candidate> candidates = judge.candidates();
  if (candidates.empty()) return found;
  // A class that is not clear alone may be with another: of three algorithms, one class tells two from the third.
  shape_classes tried{};
  Eigen::ArrayXd without_tried;
  for (shape_class& next : tried) {
    judge.settle_on(tried);
    if (class_count(tried) == class_count(found)) without_tried = judge.errors();
    const addition best = best_beside(judge, tried, candidates);
    if (!best.rule.any()) break;
    next = best.rule;
    const std::size_t unclear = class_count(tried) - class_count(found);
    const Eigen::ArrayXd gain = worth(next) * (without_tried - best.errors);
    if (is_clear(gain, without_tried.mean(), worth_grids(unclear, shapes.size()))) found = tried;
  }
  if (class_count(found) == found.size()) seek_again(judge, found, candidates);
  return found;
}

}  // namespace calib::fit
