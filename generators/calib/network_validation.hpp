#pragma once
/// What `calib validate network` found: an estimate beside the network that ran. Plain data, and printers that are pure
/// functions of it.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "calib/loaded_network.hpp"
#include "calibration/network_measurement.hpp"

namespace calib::tool {

/// A step of the estimate, and what its nodes took.
struct validated_step {
  std::string name, operation;
  std::size_t layers = 1, times = 1;
  double estimated_s = 0;
  std::optional<double> measured_s{};  ///< nothing where no node has the name of one of its layers
};

/// What ran and is no layer of the network.
struct other_node {
  std::string name, operation;
  double measured_s = 0;
};

struct network_validation {
  std::string network, profile, setting, sizes;
  std::string executed_by;  ///< "onednn 2.6.0 in this process, 1 thread"
  double estimated_s = 0;
  /// Median of the rounds without a neighbour, at the sustained clock; of all rounds as they come where there are none.
  double measured_s = 0;
  double low_s = 0, high_s = 0;
  double as_it_comes_s = 0;  ///< median of all rounds on the wall
  std::size_t rounds = 0, undisturbed = 0;
  double extra_s = 0;  ///< reorders of layouts, and whatever else the engine says nobody asked for
  std::vector<validated_step> steps{};
  std::vector<other_node> others{};

  /// Of the estimate, as a fraction of what was measured.
  [[nodiscard]] double error() const noexcept { return estimated_s / measured_s - 1; }
  [[nodiscard]] double undisturbed_share() const noexcept {
    return rounds == 0 ? 0 : static_cast<double>(undisturbed) / static_cast<double>(rounds);
  }
};

/// What explains the difference between estimate and measurement; the parts add up to both.
struct gap_part {
  std::string what;
  double estimated_s = 0, measured_s = 0;
};
std::vector<gap_part> gap_of(const network_validation& found);

/// The comparison of an estimate with what was measured. `step_of_node` says for each node which step it is part of;
/// beyond the last, none.
network_validation compare(const network_estimate& estimate, const calibration::measured_network& measured,
                           const std::vector<std::size_t>& step_of_node);

/// Total, what explains the gap, and the ten steps with most of it (`all` for all of them).
std::string text_of(const network_validation& found, bool all);
/// A line for each network, mean and worst error.
std::string summary_of(const std::vector<network_validation>& all);
std::string json_of(const std::vector<network_validation>& all);

}  // namespace calib::tool
