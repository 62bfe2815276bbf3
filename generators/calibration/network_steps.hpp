#pragma once
/// A network as the steps that a library executes, with numbers in place of symbols.

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "calib/loaded_network.hpp"
#include "kernels/kernel.hpp"
#include "kernels/network_step.hpp"

namespace calib::calibration {

struct steps_to_run {
  /// In the order of execution; a step that the network repeats is there as often.
  std::vector<kernels::network_step> steps;
  /// Of each, the step of the estimate that it is part of, as price() numbers them.
  std::vector<std::size_t> estimated;
};

/// Those of a setting that absorbs these. A step that cannot be joined to others runs alone on the first of `kernels`
/// that has its operation and precision.
steps_to_run steps_to_run_of(const network& net, const symbol_values& symbols, fusion_set absorbs,
                             std::span<const std::unique_ptr<kernels::kernel>> kernels);

/// The step of the estimate that each layer is part of, by the layer's name; reshapes are in none.
std::map<std::string, std::size_t> steps_of_layers(const network& net, fusion_set absorbs);

}  // namespace calib::calibration
