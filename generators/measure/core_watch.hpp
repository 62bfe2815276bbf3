#pragma once
/// Whether another thread uses the core this one runs on: a sibling of the same program or, on a virtual machine, a
/// neighbour that no counter of the guest shows. It costs a third to a half of what the core does.

#include <vector>

#include "measure/canary.hpp"

namespace calib::measure {

/// How the core is doing now.
struct core_reading {
  double issue_s = 0.0;  ///< what the issue canary took
  double shared = 0.0;   ///< by how much the core is slower than alone, relative; may be slightly below 0
};

/// Compares the issue canary with its best. What it takes in cycles when alone belongs to the core and not to the
/// moment, so the quietest stretch seen tells it, and a change of the clock is not taken for company. (A sibling costs
/// the clock canary up to a sixth, too: it looks like a lower clock, and the company like less than it is.)
class core_watch {
 public:
  /// Reads the canaries for a third of a second. They must outlive this object.
  explicit core_watch(canaries& machine);

  /// Reads the clock, too, and learns from both; 30 us.
  [[nodiscard]] core_reading look();

  /// The same at a clock read not long ago, and nothing more; 3 us.
  [[nodiscard]] core_reading glance(double clock_hz);

 private:
  struct reading {
    double issue_s;
    double cycles;
  };

  [[nodiscard]] double cycles_of_fastest();

  canaries& machine_;
  double alone_cycles_;
  std::vector<reading> recent_;
};

}  // namespace calib::measure
