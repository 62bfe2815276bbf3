#pragma once
/// The roofline: the least time the hardware's peaks allow for a given work, and what keeps it from being less.
/// S. Williams, A. Waterman, D. Patterson: Roofline, CACM 52(4), 2009.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calib/op/operation.hpp"
#include "calib/precision.hpp"
#include "calib/units.hpp"

namespace calib {

/// Theoretical peaks: arithmetic per precision (0 where the hardware or the source says nothing) and DRAM bandwidth.
struct machine_peaks {
  std::array<double, precision_count> flops_per_s{};
  double bandwidth_bytes_per_s = 0.0;

  constexpr bool operator==(const machine_peaks&) const noexcept = default;

  /// Of the format itself; where that is not stated, of the one that the hardware computes in (precision_facts).
  constexpr flops_per_second arithmetic(precision p) const noexcept {
    const auto stated = [this](precision one) { return flops_per_s[static_cast<std::size_t>(one)]; };
    if (stated(p) > 0) return flops_per_second{stated(p)};
    const auto [first, second] = facts(p).computes_in;
    return flops_per_second{stated(first) > 0 ? stated(first) : stated(second)};
  }
  constexpr bytes_per_second bandwidth() const noexcept { return bytes_per_second{bandwidth_bytes_per_s}; }
};

/// What limits an operation: arithmetic, memory traffic, or the fixed cost of a call; unknown where a peak that its
/// work needs is unknown.
enum class bound : std::uint8_t { compute, memory, overhead, unknown };

constexpr std::string_view name(bound limit) noexcept {
  constexpr std::array<std::string_view, 4> names{"compute", "memory", "overhead", "unknown"};
  return names[static_cast<std::size_t>(limit)];
}

/// The peaks that a work needs and a machine's description lacks.
enum class missing_peak : std::uint8_t { none, arithmetic, bandwidth, both };

/// Whether an operation does arithmetic, and whether it moves data.
struct work_kinds {
  bool arithmetic;
  bool traffic;

  constexpr bool any() const noexcept { return arithmetic || traffic; }
  constexpr bool operator==(const work_kinds&) const noexcept = default;
};

constexpr work_kinds kinds_of(const cost& work) noexcept { return {work.arithmetic.value > 0, work.traffic.value > 0}; }

constexpr missing_peak peak_missing_for(work_kinds work, const machine_peaks& peaks, precision p) noexcept {
  const bool arithmetic = work.arithmetic && !(peaks.arithmetic(p).value > 0);
  const bool bandwidth = work.traffic && !(peaks.bandwidth().value > 0);
  if (arithmetic) return bandwidth ? missing_peak::both : missing_peak::arithmetic;
  return bandwidth ? missing_peak::bandwidth : missing_peak::none;
}

/// The parts of the least possible time of a work. A peak that is unknown (0) takes no part, and the time is then no
/// more than that of the other part.
struct roofline {
  seconds compute{0};
  seconds memory{0};
  bool complete;  ///< whether every peak that the work needs is known

  constexpr roofline(const cost& work, const machine_peaks& peaks, precision p) noexcept
      : complete{peak_missing_for(kinds_of(work), peaks, p) == missing_peak::none} {
    if (peaks.arithmetic(p).value > 0) compute = work.arithmetic / peaks.arithmetic(p);
    if (peaks.bandwidth().value > 0) memory = work.traffic / peaks.bandwidth();
  }

  /// The least time: arithmetic and traffic overlap fully.
  constexpr seconds time() const noexcept { return std::max(compute, memory); }

  /// The largest part, the fixed cost of a call included.
  constexpr bound limit(seconds overhead) const noexcept {
    if (!complete) return bound::unknown;
    if (overhead > time()) return bound::overhead;
    return compute >= memory ? bound::compute : bound::memory;
  }
};

namespace detail {

/// The same of any shape of an operation: it is told by the smallest.
template <Operation Op>
inline constexpr work_kinds kinds_of_work = [] {
  std::array<std::size_t, rank<Op>> ones{};
  ones.fill(1);
  return kinds_of(from_dims<Op>(ones).work());
}();

}  // namespace detail
}  // namespace calib
