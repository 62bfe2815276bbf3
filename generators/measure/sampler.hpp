#pragma once
/// One sample of a workload: settle its operands in a shared cache; wait until nobody shares the core, as far as
/// patience goes; warm (one call; both where warm_up.hpp wants them) or flush; canaries, timed batch at another
/// position of the stack (stack_position.hpp), canaries; verdict on the evidence.
///
/// In company, a group of samples at once: single calls of several workloads, judged together.

#include <cstddef>
#include <cstdint>

#include "measure/batch.hpp"
#include "measure/clock.hpp"
#include "measure/measure_options.hpp"
#include "measure/sample.hpp"
#include "measure/shuffle.hpp"
#include "measure/workload.hpp"

namespace calib::measure {

class sampler {
 public:
  /// Both are used later and must outlive the sampler. The seed draws positions on the stack.
  sampler(const sensors& tools, const measure_options& options, std::uint64_t seed);

  /// How many calls a sample of this work has, and how long each takes; never no time.
  [[nodiscard]] batch_choice batch_for(resident_workload& work);

  /// Waits at most patience_s for a quiet core. The sample's round is the caller's to say.
  [[nodiscard]] sample take(resident_workload& work, const batch_choice& batch, std::size_t working_set_bytes,
                            double patience_s);

  /// Begins to look; calls are made until end_group().
  void begin_group();
  /// Calls once, with what the step before would leave in the caches; the seconds of the call.
  [[nodiscard]] double call_once(resident_workload& work);
  /// What a sample of each call since then says besides its own seconds. So many minor faults belong to the workloads.
  [[nodiscard]] sample end_group(double own_minor_faults);

  /// Samples, of all taken, that had to wait for a quiet core.
  [[nodiscard]] std::size_t waits() const noexcept { return waits_; }

 private:
  /// What was seen right before the timed work.
  struct look {
    double clock_hz = 0;
    core_reading core;
    std::int64_t begin_ns = 0;
  };

  [[nodiscard]] look begin_look();
  [[nodiscard]] sample end_look(const look& from, double own_minor_faults);
  [[nodiscard]] double work_s(double wall_s) const noexcept;
  void settle(resident_workload& work, std::size_t position);
  void await_quiet_core(const batch_choice& batch, double patience_s);

  const sensors& tools_;
  const measure_options& options_;
  random_bits bits_;
  timer_cost timer_;
  std::size_t waits_ = 0;
  look group_begin_;
};

}  // namespace calib::measure
