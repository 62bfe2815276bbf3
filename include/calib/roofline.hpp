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

  constexpr flops_per_second arithmetic(precision p) const noexcept {
    return flops_per_second{flops_per_s[static_cast<std::size_t>(p)]};
  }
  constexpr bytes_per_second bandwidth() const noexcept { return bytes_per_second{bandwidth_bytes_per_s}; }
};

/// What limits an operation: arithmetic, memory traffic, or the fixed cost of a call.
enum class bound : std::uint8_t { compute, memory, overhead };

constexpr std::string_view name(bound limit) noexcept {
  constexpr std::array<std::string_view, 3> names{"compute", "memory", "overhead"};
  return names[static_cast<std::size_t>(limit)];
}

/// The parts of the least possible time of a work. A peak that is unknown (0) takes no part.
struct roofline {
  seconds compute{0};
  seconds memory{0};

  constexpr roofline(const cost& work, const machine_peaks& peaks, precision p) noexcept {
    if (peaks.arithmetic(p).value > 0) compute = work.arithmetic / peaks.arithmetic(p);
    if (peaks.bandwidth().value > 0) memory = work.traffic / peaks.bandwidth();
  }

  /// The least time: arithmetic and traffic overlap fully.
  constexpr seconds time() const noexcept { return std::max(compute, memory); }

  /// The largest part, the fixed cost of a call included.
  constexpr bound limit(seconds overhead) const noexcept {
    if (overhead > time()) return bound::overhead;
    return compute >= memory ? bound::compute : bound::memory;
  }
};

}  // namespace calib
