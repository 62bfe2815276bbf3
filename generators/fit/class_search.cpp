#include "fit/class_search.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include "fit/clear_gain.hpp"
#include "fit/draw_rows.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/residuals.hpp"
#include "fit/search_covariance.hpp"

namespace calib::fit {
namespace {

// Classes that are judged of those that screening ranks.
constexpr std::size_t finalists = 8;

// Fewer shapes than this cannot tell a class from chance among a hundred that are tried.
constexpr std::size_t enough_rows = 90;
// Of the shapes, at least in the class and outside it.
constexpr double least_share = 0.05;

// Vectors and tiles, and rows that alias in caches.
constexpr std::uint64_t periods[] = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024};
// Thresholds tried between the least and the most work, and between the smallest and the largest size on an axis that
// has more sizes than these. Libraries have theirs at round numbers, or just below.
constexpr std::size_t thresholds = 32;

// What so many classes must take off the error: each doubles the table.
constexpr gain_rule worth_grids(std::size_t classes) {
  return {.least_share = 0.03 * static_cast<double>(classes), .least_deviations = 2.5};
}

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
              std::span<const axis_phase> phases)
      : operation_(operation), precision_(p), shapes_(std::move(shapes)) {
    const coordinate_matrix coordinates = effective_coordinates(shapes_, phases);
    work_ = work_of(operation_, precision_, coordinates);
    values_ = residuals(work_, latency_s).values();
    features_ = features_of(coordinates);
    features_.rowwise() -= Eigen::RowVectorXd(features_.colwise().mean());
  }

  /// Those that divide the shapes into parts that are large enough to tell.
  std::vector<candidate> candidates() const {
    std::vector<candidate> all;
    for (const shape_class& rule : rules()) {
      candidate one{rule, membership(operation_, precision_, shapes_, {rule})};
      const double share = one.members.mean();
      if (share >= least_share && share <= 1 - least_share) all.push_back(std::move(one));
    }
    return all;
  }

  /// Classes tried from here on are judged by the covariance that suits those found.
  void settle_on(const shape_classes& found) {
    const feature_matrix features = with_classes(found);
    kernel_ = covariance_to_search_by(features, values_);
    settled_.emplace(kernel_, features);
  }

  /// Of each row, |log(predicted / measured)| without it.
  Eigen::ArrayXd errors() const { return settled_->errors(values_).array().abs(); }

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

  /// The finalists among these: those with the least error where a class shifts latencies by the same factor
  /// everywhere. That adds a matrix of rank one to the covariance, and one factorisation serves all of them.
  std::vector<const candidate*> promising(const std::vector<candidate>& tried) const {
    const Eigen::ArrayXd diagonal = settled_->deviations().array().square().inverse();
    const auto inverse_times = [&](const Eigen::VectorXd& v) -> Eigen::VectorXd {
      return (settled_->errors(v).array() * diagonal).matrix();
    };
    const Eigen::VectorXd weights = inverse_times(values_);
    std::vector<std::pair<double, const candidate*>> ranked;
    for (const candidate& one : tried) {
      const Eigen::VectorXd shift = one.members.array() - one.members.mean();
      const Eigen::VectorXd u = inverse_times(shift);
      const double variance = believed_step * believed_step;
      const double factor = variance / (1 + variance * shift.dot(u));
      const Eigen::ArrayXd error =
          (weights - factor * u * u.dot(values_)).array() / (diagonal - factor * u.array().square());
      ranked.emplace_back(error.abs().mean(), &one);
    }
    const std::size_t kept = std::min(finalists, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept), ranked.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const candidate*> best;
    for (std::size_t i = 0; i < kept; ++i) best.push_back(ranked[i].second);
    return best;
  }

 private:
  std::vector<shape_class> rules() const {
    std::vector<shape_class> all;
    for (std::size_t axis = 0; axis < shapes_.front().size(); ++axis) {
      if (is_choice(shapes_, axis)) continue;
      for (std::size_t also = axis; also < shapes_.front().size(); ++also) {
        if (is_choice(shapes_, also)) continue;
        for (const std::uint64_t period : periods) all.push_back({class_rule::multiple_of, period, axis, also});
      }
      for (const std::uint64_t size : sizes_to_try(axis)) all.push_back({class_rule::size_above, size, axis});
    }
    add_thresholds(class_rule::flops_above, [](const cost& work) { return work.arithmetic.value; }, all);
    add_thresholds(class_rule::bytes_above, [](const cost& work) { return work.traffic.value; }, all);
    return all;
  }

  // Between any two sizes of a few; of many, at powers of two, at three times those, and just below.
  std::set<std::uint64_t> sizes_to_try(std::size_t axis) const {
    std::set<std::uint64_t> seen;
    for (const shape& one : shapes_) seen.insert(one[axis]);
    if (seen.size() <= thresholds) return seen;
    std::set<std::uint64_t> round;
    for (std::uint64_t power = 1; power <= *seen.rbegin(); power *= 2) {
      for (const std::uint64_t size : {power, 3 * power}) round.insert({size - 1, size});
    }
    round.erase(0);
    return round;
  }

  template <class Amount>
  void add_thresholds(class_rule rule, Amount amount, std::vector<shape_class>& all) const {
    std::vector<double> amounts;
    for (const cost& work : work_) amounts.push_back(amount(work));
    std::sort(amounts.begin(), amounts.end());
    for (std::size_t i = 1; i < thresholds; ++i) {
      const std::size_t at = amounts.size() * i / thresholds;
      if (amounts[at] >= 1) all.push_back({rule, static_cast<std::uint64_t>(amounts[at]), 0});
    }
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
  std::optional<leave_one_out> settled_;
};

}  // namespace

shape_classes find_classes(std::string_view operation, precision p, std::span<const shape> shapes,
                           std::span<const double> latency_s, std::span<const axis_phase> phases, std::uint64_t seed) {
  shape_classes found{};
  if (shapes.size() < enough_rows) return found;
  drawn_measurements drawn = draw_measurements(shapes, latency_s, searched_rows, seed);
  class_judge judge(operation, p, std::move(drawn.shapes), drawn.latency_s, phases);
  const std::vector<candidate> candidates = judge.candidates();
  if (candidates.empty()) return found;
  // A class that is not clear alone may be with another: of three algorithms, one class tells two from the third.
  shape_classes tried{};
  Eigen::ArrayXd without_tried;
  for (shape_class& next : tried) {
    judge.settle_on(tried);
    const Eigen::ArrayXd now = judge.errors();
    if (class_count(tried) == class_count(found)) without_tried = now;
    Eigen::ArrayXd least = now;
    shape_class best;
    for (const candidate* one : judge.promising(candidates)) {
      Eigen::ArrayXd errors = judge.errors_with(tried, *one);
      if (errors.mean() >= least.mean()) continue;
      least = std::move(errors);
      best = one->rule;
    }
    if (!best.any()) return found;
    next = best;
    const std::size_t unclear = class_count(tried) - class_count(found);
    if (is_clear(without_tried - least, without_tried.mean(), worth_grids(unclear))) found = tried;
  }
  return found;
}

}  // namespace calib::fit
