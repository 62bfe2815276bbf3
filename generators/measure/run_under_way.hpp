#pragma once
/// A run under way: its series, operands, sampler, budget and records. The loop (rounds.hpp) and the two ways of
/// visiting (passes.hpp, turns.hpp) share it; nobody else needs it.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "measure/clock.hpp"
#include "measure/measure_options.hpp"
#include "measure/residency.hpp"
#include "measure/run.hpp"
#include "measure/sampler.hpp"
#include "measure/series_set.hpp"
#include "measure/shuffle.hpp"
#include "measure/workload.hpp"

namespace calib::measure {

class run_under_way {
 public:
  /// All but `earlier`, from which the run goes on, must outlive it. Workloads that never fit in memory fail here.
  run_under_way(std::span<const workload* const> workloads, const sensors& tools, const measure_options& options,
                const std::atomic<bool>& stop, observer& watcher, run_state earlier);

  [[nodiscard]] const measure_options& options() const noexcept { return options_; }
  [[nodiscard]] series_set& all_series() noexcept { return series_; }
  [[nodiscard]] resident_set& operands() noexcept { return operands_; }
  [[nodiscard]] sampler& samples() noexcept { return sampler_; }
  [[nodiscard]] std::span<const workload* const> workloads() const noexcept { return workloads_; }
  void shuffle(std::span<std::size_t> order) noexcept { measure::shuffle(order, bits_); }

  /// Seconds, with those of the run that this one goes on from.
  [[nodiscard]] double elapsed_s();
  [[nodiscard]] bool halted();
  /// Whether time is left for a sample: its batch, and what comes before it, which is about a call.
  [[nodiscard]] bool affordable(const series& one);
  /// Whether time would be left for a first visit of everybody, if those to come take as long as those before.
  [[nodiscard]] bool first_visits_fit();
  /// How long a sample may wait for quiet: as long as it costs none of the unvisited its sample.
  [[nodiscard]] double patience_s();

  /// Chooses the batch; whether a sample of it can be afforded.
  [[nodiscard]] bool plan_samples(std::size_t index, resident_workload& work);

  /// Does the work of a workload, announced to the observer. One that throws fails, alone.
  template <class Work>
  void guarded(std::size_t index, Work work);
  /// Refused memory may be held by the operands of others: they go, and the work is tried once more.
  template <class Work>
  std::invoke_result_t<Work&> with_room_for(std::size_t index, Work work);

  /// Adds a sample to its series, as one of the round under way.
  void keep(std::size_t index, sample taken);

  void begin_round();
  void end_round();
  [[nodiscard]] std::size_t samples_of_round() const noexcept { return record_.samples; }
  /// Seconds since the round began.
  [[nodiscard]] double round_s() { return elapsed_s() - round_began_s_; }

  /// Offer the run's state to the observer, when the checkpoint rule says so.
  void offer_within_round();
  void offer_after_round();
  /// Offers what has not been offered yet.
  void offer_rest();

  [[nodiscard]] run_result concluded();

 private:
  /// Tells the observer of the end of a visit however it ends.
  class announcement {
   public:
    announcement(observer& watcher, std::size_t workload) : watcher_(watcher), workload_(workload) {
      watcher_.on_enter(workload_);
    }
    ~announcement() { watcher_.on_leave(workload_); }
    announcement(const announcement&) = delete;
    announcement& operator=(const announcement&) = delete;

   private:
    observer& watcher_;
    std::size_t workload_;
  };

  void offer_state();

  std::span<const workload* const> workloads_;
  const sensors& tools_;
  const measure_options& options_;
  const std::atomic<bool>& stop_;
  observer& watcher_;
  series_set series_;
  resident_set operands_;
  random_bits bits_;
  sampler sampler_;
  std::int64_t begin_ns_;
  double earlier_s_;
  std::vector<round_record> rounds_;
  round_record record_;
  double round_began_s_ = 0.0;
  std::size_t first_visits_ = 0;
  double first_visits_s_ = 0.0;
  double last_checkpoint_s_;
  bool sampled_since_checkpoint_ = false;
};

template <class Work>
void run_under_way::guarded(std::size_t index, Work work) {
  series& one = series_[index];
  const announcement announced(watcher_, index);
  const bool first_visit = !one.has_batch();
  const double begin_s = elapsed_s();
  try {
    work();
  } catch (const std::exception& problem) {
    one.fail(std::string(problem.what()));
  } catch (...) {
    one.fail("threw something that is not a std::exception");
  }
  if (one.failed()) {
    operands_.drop(index);
  }
  if (first_visit) {
    ++first_visits_;
    first_visits_s_ += elapsed_s() - begin_s;
  }
}

template <class Work>
std::invoke_result_t<Work&> run_under_way::with_room_for(std::size_t index, Work work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    if (!operands_.make_room_for(index)) {
      throw;
    }
  }
  return work();
}

}  // namespace calib::measure
