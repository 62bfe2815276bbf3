#pragma once
/// The whole calibration of a machine: plan, verify, measure, tables, profile.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration/checkpoint.hpp"
#include "calibration/host.hpp"
#include "calibration/job.hpp"
#include "measure/rounds.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

struct request {
  selection wanted;
  /// Makes the backends to choose from.
  std::function<std::vector<std::unique_ptr<kernels::backend>>()> backends = kernels::all_backends;
  std::vector<unsigned> threads{1};
  std::vector<cache_state> caches{cache_state::warm};
  double time_budget_s = 45;  ///< of measuring, all settings together
  machine_peaks datasheet;    ///< where given (not 0), they stand for what was derived or measured
  std::string datasheet_source;
  double call_timeout_s = 0;  ///< seconds after which a shape is taken to hang; 0: by what it should take
  /// A calibration may be split over several launches of the program, each with its part of the budget: all but the
  /// last end with outcome::to_be_continued, and the next goes on from the checkpoint.
  unsigned launch = 0, launches = 1;
  std::vector<fault> faults;  ///< tables to leave out, because they brought the program down before
  std::string id;             ///< of the profile
  std::string name;           ///< of the machine, for people; empty: what the processor calls itself

  /// Seconds of measuring for each number of threads and each state of the caches.
  double budget_s() const { return time_budget_s / static_cast<double>(threads.size() * caches.size()); }
  /// Of these, how many are spent when this launch ends.
  double launch_budget_s() const { return budget_s() * (launch + 1) / launches; }
};

/// Told what happens, between samples.
class listener {
 public:
  virtual ~listener() = default;
  /// Something the user should know but that does not end the calibration: a table left out and why.
  virtual void on_warning(const std::string& text) = 0;
  /// A setting's measurement begins: how many shapes, in how many tables.
  virtual void on_plan(const std::string& settings, std::size_t tables, std::size_t shapes) = 0;
  /// A kernel is about to be run, and has returned; a watchdog may end the program when it takes longer than `limit_s`.
  virtual void on_enter(const table_id& /*table*/, const std::string& /*shape*/, double /*limit_s*/) {}
  virtual void on_leave() noexcept {}
  virtual void on_progress(const measure::progress& at) = 0;
  /// A round was measured; with this checkpoint calibrate() can go on from here.
  virtual void on_checkpoint(const checkpoint& /*work*/) {}
};

struct outcome {
  profile_io::profile_data profile;
  bool interrupted = false;
  bool to_be_continued = false;           ///< by the next launch; the profile is not made yet
  checkpoint work;                        ///< all samples
  std::map<std::string, double> parts_s;  ///< what took how long: each table's samples, verifying, making tables
};

/// A table that a calibration would measure.
struct planned_table {
  std::string setting;
  std::string operation;
  calib::precision precision = calib::precision::f32;
  std::size_t shapes = 0;         ///< of the grid, and those held out of it
  std::size_t largest_bytes = 0;  ///< operands of the largest shape
  double least_pass_s = 0;        ///< a sample of each shape at the peak of arithmetic: none is faster
};

/// What calibrate() would measure; nothing is run. Throws usage_error when the request names nothing that exists.
std::vector<planned_table> planned_tables(const request& what, host& machine, listener& told);

/// Measures what the request names. `stop` ends it early; what was measured by then is in the profile. A kernel that
/// fails or computes wrongly is left out with a warning. With an earlier checkpoint it goes on from there. Throws
/// usage_error when the request names nothing that exists, or when the checkpoint is of another calibration.
outcome calibrate(const request& what, host& machine, const std::atomic<bool>& stop, listener& told,
                  std::optional<checkpoint> earlier = std::nullopt);

}  // namespace calib::calibration
