#pragma once
/// A network spread over devices: which part of its layers runs where, so that it takes least.

#include <cstddef>
#include <span>
#include <vector>

namespace calib::tool {

/// A run of layers that every device carries out as whole steps.
struct segment {
  std::vector<double> seconds;  ///< on each device
  double bytes_in = 0;          ///< of the tensors that it or later ones read from before it
  double moves = 1;             ///< how often they move: blocks that repeat hand over each time
};

/// What a change of device costs.
struct link {
  double latency_s = 0;
  double bytes_per_s = 0;
};

struct assignment {
  std::vector<std::size_t> device;  ///< of each segment
  double seconds = 0;
  double transfer_seconds = 0;  ///< part of it
};

/// The best of all assignments: exact, by dynamic programming over segments and devices. All tensors that are still
/// needed move where the device changes.
assignment best_assignment(std::span<const segment> segments, const link& between);

}  // namespace calib::tool
