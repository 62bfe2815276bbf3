#pragma once
/// How far a table can be trusted, as a letter and as flags that say why. Pure.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/round_record.hpp"
#include "measure/series.hpp"

namespace calib::measure {

enum class grade : char { a = 'A', b = 'B', c = 'C', d = 'D' };

/// True when a grade is at least as good as required.
[[nodiscard]] constexpr bool meets(grade given, grade required) noexcept {
  return static_cast<char>(given) <= static_cast<char>(required);
}

[[nodiscard]] constexpr char letter(grade given) noexcept { return static_cast<char>(given); }

enum class quality_flag : unsigned char {
  noise_limited,         ///< more than a tenth of the points did not reach the wished interval
  drift,                 ///< canaries changed more than grade A allows
  throttled,             ///< the clock fell well below its best
  counters_unavailable,  ///< cycles are wall time times the canary clock
  disturbed,             ///< points rest on samples with evidence against them
  incomplete,            ///< points without data
  little_memory,         ///< the grid ends early: larger shapes did not fit the memory
  quota_throttled,       ///< the quota of control groups stopped the process during the measurement
  launches_differ,       ///< medians differ between launches by more than their intervals tell
};

inline constexpr std::array all_quality_flags{
    quality_flag::noise_limited,        quality_flag::drift,           quality_flag::throttled,
    quality_flag::counters_unavailable, quality_flag::disturbed,       quality_flag::incomplete,
    quality_flag::little_memory,        quality_flag::quota_throttled, quality_flag::launches_differ};

[[nodiscard]] std::string_view name(quality_flag flag) noexcept;

/// What the flag says and what helps, in a line.
[[nodiscard]] std::string_view advice(quality_flag flag) noexcept;

/// Relative change of the machine over the rounds, each the larger of drift and spread of that canary.
struct canary_change {
  double clock = 0.0;
  double fma_cycles = 0.0;  ///< cycles, not time: latencies are reported at one clock
  double cache = 0.0;
  double dram = 0.0;
};

[[nodiscard]] canary_change change_over(std::span<const round_record> rounds);

struct grade_input {
  std::vector<double> relative_half_widths;  ///< one per point with data
  double rejected_share = 0.0;               ///< of all samples
  double drift = 0.0;                        ///< of the canary that fits the table (dram for memory-bound), relative
  double slowest_clock_share = 1.0;          ///< 10 % quantile of the clock over its maximum
  /// Median over the points that several launches of the program measured; 0 where none was.
  double between_launches = 0.0;
  std::size_t points_without_data = 0;
  std::size_t points_from_rejected = 0;
  double wished_half_width = 0.01;
  bool counters_available = true;
  bool little_memory = false;
  bool quota_throttled = false;
};

/// Widths, rejections, launches and missing points from results; drift, clock and counters are the caller's.
[[nodiscard]] grade_input grade_input_of(std::span<const result> results);

struct quality {
  grade given = grade::d;
  std::vector<quality_flag> flags;
};

/// Worst of the letters that interval width (median and 90 % quantile), rejections, drift and launches earn by
/// themselves. A table without any data, or with points from rejected samples only, is D.
[[nodiscard]] quality judge_table(const grade_input& input);

}  // namespace calib::measure
