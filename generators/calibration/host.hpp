#pragma once
/// The machine under measurement: what is known of it, and its instruments.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "calib/roofline.hpp"
#include "measure/affinity.hpp"
#include "measure/cache_flush.hpp"
#include "measure/canary.hpp"
#include "measure/clock.hpp"
#include "measure/core_watch.hpp"
#include "measure/counters.hpp"
#include "measure/cpu_choice.hpp"
#include "measure/environment.hpp"
#include "measure/interference.hpp"
#include "measure/peak.hpp"
#include "measure/thread_evidence.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// What a machine is looked at through. Tests make machines up of these.
struct instruments {
  measure::environment seen;
  std::string core_kind;  ///< the kind of cores to measure, by name or number; empty: the fastest that is allowed
  /// Keeps this process on the cores to measure; none in tests.
  std::unique_ptr<measure::bound_process> binding;
  std::unique_ptr<measure::file_reader> files;  ///< for what others do meanwhile
  std::unique_ptr<measure::clock_source> clock;
  std::unique_ptr<measure::cycle_counter> counter;
  std::unique_ptr<measure::canaries> canaries;  ///< may use the clock
  /// Observes the thread that calls it.
  std::function<std::unique_ptr<measure::evidence_source>()> observe_thread = measure::observe_this_thread;
  /// From the bytes of the last-level cache and a number of threads: what empties the caches that these threads use.
  std::function<std::function<void()>(std::size_t, unsigned)> make_cache_flush = measure::flush_by_reading;
};

/// Those of the machine this runs on. `date` is ISO 8601, as it goes into the profile. Call it on the thread that will
/// measure. Throws usage_error where no core of the kind may be used.
instruments system_instruments(std::string date, std::string core_kind = {});

/// Looks at the machine once, when made: about a second, mostly to see the sustained clock and whether others disturb.
class host {
 public:
  explicit host(std::string date, std::string core_kind = {})
      : host(system_instruments(std::move(date), std::move(core_kind))) {}
  explicit host(instruments tools);

  const measure::environment& environment() const { return tools_.seen; }
  const measure::core_rates& rates() const { return rates_; }
  const std::vector<measure::interference_warning>& warnings() const { return warnings_; }
  const measure::file_reader& files() const { return *tools_.files; }
  measure::clock_source& clock() { return *tools_.clock; }
  measure::cycle_counter& counter() { return *tools_.counter; }
  measure::canaries& canaries() { return *tools_.canaries; }
  /// Made by the first call, which takes a third of a second, on the core of the calling thread.
  measure::core_watch& core();
  std::unique_ptr<measure::evidence_source> observe_thread() const { return tools_.observe_thread(); }
  std::function<void()> cache_flush(unsigned threads) const {
    return tools_.make_cache_flush(last_level_bytes(), threads);
  }

  /// Median clock under load while this object was made, in Hz.
  double sustained_clock_hz() const { return sustained_clock_hz_; }
  /// What could not be found out and what stands in its place, a sentence each; empty where all is known.
  std::vector<std::string> missing() const;
  /// The cores to measure: of which kind, on which node, within which limits.
  const measure::cpu_choice& choice() const { return choice_; }
  /// Whether it is of the machine this runs on, whose threads can be kept on these cores.
  bool binds_threads() const { return tools_.binding != nullptr; }
  /// Whether keeping them there was refused.
  bool threads_stray() const { return tools_.binding && !choice_.cpus.empty() && !tools_.binding->bound(); }
  /// Threads that "all" means: a core each, of one kind, on one node, within the quota; at least 1.
  unsigned cores() const;
  /// Cores of the whole machine, also those that this process may not use; at least 1.
  unsigned machine_cores() const;
  /// Those of the kind to measure.
  unsigned cores_of_kind() const;
  /// Of the caches those that some threads reach.
  measure::topology reached_by(unsigned threads) const;
  /// The last-level cache in bytes; where it is unknown, what a large one has.
  std::size_t last_level_bytes() const;
  /// For each level of data caches, from the first, the bytes that as many threads on cores of their own reach; none
  /// where it is unknown.
  std::vector<std::size_t> cache_bytes(unsigned threads) const;
  /// The largest cache that only these cores reach; where that is unknown, the last level.
  std::size_t own_cache_bytes(unsigned threads) const;
  /// Theoretical arithmetic peak of some cores of the kind to measure, at the sustained clock; no bandwidth, which no
  /// instruction set tells.
  machine_peaks arithmetic_peaks(unsigned cores) const;
  /// Measured FLOP/s of independent multiply-adds on one core.
  double measured_fma(precision p);
  /// Bytes per second at which one core reads memory beyond its caches.
  double dram_canary_bandwidth();

  profile_io::machine_data describe() const;
  profile_io::measured_on_data describe_part() const;

 private:
  instruments tools_;
  measure::cpu_choice choice_;
  measure::core_rates rates_;
  double sustained_clock_hz_ = 0;
  std::vector<measure::interference_warning> warnings_;
  std::optional<measure::core_watch> core_;
};

}  // namespace calib::calibration
