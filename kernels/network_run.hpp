#pragma once
/// A whole network as executable work.

#include <cstddef>
#include <vector>

namespace calib::kernels {

/// One execution of all steps, in seconds.
struct network_round {
  std::vector<double> latency_s;  ///< of each step
  double reorders_s = 0;          ///< of all that brings a result into the layout that the next step wants
  double total_s = 0;             ///< of everything, from the first step's begin to the last one's end
};

/// A network whose operands are in memory. The first execution may build what later ones find.
class network_run {
 public:
  network_run() = default;
  network_run(const network_run&) = delete;
  network_run& operator=(const network_run&) = delete;
  virtual ~network_run() = default;

  virtual network_round run() = 0;
  /// What the last step made in the last execution, one element after another, as dense arrays have them.
  [[nodiscard]] virtual std::vector<float> result() = 0;
  /// Reorders in each execution.
  [[nodiscard]] virtual std::size_t reorders() const = 0;
};

}  // namespace calib::kernels
