#pragma once
/// When a sample needs an untimed call before it, and what long calls may do with less of. Pure.

#include <cstddef>

namespace calib::measure {

struct warm_up_rule {
  /// A call this long outlasts what a first call brings about besides cache misses (threads that wake, the clock of
  /// wide vectors: half a millisecond together) by a factor of twenty. One call then chooses the batch, and the fewest
  /// samples that give an interval are enough: the others would cost as much as hundreds of small shapes.
  double long_call_s = 10e-3;
  /// A call this long refills the largest last-level cache that one core reaches (32 MiB at 10 GB/s: 3 ms) in a few
  /// percent of its time.
  double self_warming_call_s = 0.1;
  /// Operands this many times as large as the last-level cache leave nothing of themselves in it for the next call: the
  /// end of a call evicts its beginning. Once would do if caches replaced what is longest unused; they do so roughly.
  std::size_t beyond_cache_factor = 2;
  /// 0 when unknown: no operands are then taken to be beyond it.
  std::size_t last_level_cache_bytes = 0;
  /// The largest cache that neighbours cannot empty, 0 when unknown. Operands beyond it are settled before a sample: a
  /// last level that is shared takes some calls to keep them (their lines are read once at first, and it adapts), and
  /// loses them within 20 ms. On an Emerald Rapids with busy neighbours relu of 2 million elements took 0.30 ns an
  /// element in calls on end, and 0.30 to 0.56 in the second call after a wait.
  std::size_t own_cache_bytes = 0;
  /// Operands that a call goes through more slowly are not settled: memory gives one core ten times as much and more,
  /// so it takes the call about as long wherever they are.
  double settled_bytes_per_s = 1e9;
  /// A call that takes this share of the one before, and more, has its operands where they will be.
  double settled_share = 0.98;
  /// Longest that is spent on settling; what takes longer comes as far as it does.
  double longest_settling_s = 10e-3;
};

[[nodiscard]] constexpr bool is_long(const warm_up_rule& rule, double call_s) noexcept {
  return call_s >= rule.long_call_s;
}

/// Whether a warm sample of a workload wants an untimed call before it. Not when the call warms itself, nor when it is
/// long and the call before could leave nothing in the caches.
[[nodiscard]] constexpr bool needs_warm_up(const warm_up_rule& rule, double call_s,
                                           std::size_t working_set_bytes) noexcept {
  const bool beyond_caches =
      rule.last_level_cache_bytes > 0 && working_set_bytes / rule.beyond_cache_factor >= rule.last_level_cache_bytes;
  return call_s < rule.self_warming_call_s && !(is_long(rule, call_s) && beyond_caches);
}

/// Whether operands are settled before a warm sample, by calls one after another.
[[nodiscard]] constexpr bool needs_settling(const warm_up_rule& rule, double call_s,
                                            std::size_t working_set_bytes) noexcept {
  return rule.own_cache_bytes > 0 && working_set_bytes > rule.own_cache_bytes && !is_long(rule, call_s) &&
         static_cast<double>(working_set_bytes) >= rule.settled_bytes_per_s * call_s;
}

}  // namespace calib::measure
