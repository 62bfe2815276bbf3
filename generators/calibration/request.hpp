#pragma once
/// What a calibration is asked for.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "calib/roofline.hpp"
#include "calib/setting.hpp"
#include "calibration/condition.hpp"
#include "calibration/fault.hpp"
#include "calibration/selection.hpp"
#include "kernels/kernel.hpp"

namespace calib::calibration {

struct request {
  selection wanted;
  /// Makes the backends to choose from.
  std::function<std::vector<std::unique_ptr<kernels::backend>>()> backends = kernels::all_backends;
  std::vector<unsigned> threads{1};
  std::vector<cache_state> caches{cache_state::warm};
  /// Sizes of companies, in bytes, for the caches of a network: what passes between two uses of the same weights is
  /// about what the whole network touches, and an estimate interpolates between the two sizes around that.
  std::vector<std::size_t> companies{std::size_t{16} << 20U, std::size_t{64} << 20U, std::size_t{256} << 20U};
  double time_budget_s = 45;  ///< of measuring, all settings together
  machine_peaks datasheet;    ///< where given (not 0), they stand for what was derived or measured
  std::string datasheet_source;
  double call_timeout_s = 0;  ///< seconds after which a shape is taken to hang; 0: by what it should take
  /// A calibration may be split over several launches of the program (launches.hpp), each with its part of the budget.
  /// All but the last end with calibration_result::to_be_continued, and the next goes on from the checkpoint.
  unsigned launch = 0, launches = 1;
  std::vector<fault> faults;  ///< tables to leave out, because they brought the program down before
  std::string id;             ///< of the profile
  std::string name;           ///< of the machine, for people; empty: what the processor calls itself

  /// What is measured on so many threads: each state of the caches, that of a network once for each company.
  std::vector<condition> conditions(unsigned thread_count) const;
  /// Seconds of measuring under a condition: each number of threads and each state of the caches has the same.
  double budget_s(const condition& one) const;
  /// Of these, how many are spent when this launch ends.
  double launch_budget_s(const condition& one) const { return budget_s(one) * (launch + 1) / launches; }
};

/// Throws usage_error where the request names an operation or a backend that its backends do not offer.
void require_known(const request& request);

}  // namespace calib::calibration
