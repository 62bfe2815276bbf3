#pragma once
/// Theoretical peak: what the processor's FMA units could do if nothing ever waited.
/// FLOP/s = FLOP per cycle and core x clock x cores; FLOP per cycle = units x lanes x 2. Pure.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "calib/precision.hpp"
#include "measure/cpu.hpp"

namespace calib::measure {

/// FLOP (for i8: operations) per cycle and core, a fused multiply-add counting as two; 0 where no instruction does
/// arithmetic in that format, so that nothing emulated passes for native.
struct core_rates {
  std::array<double, precision_count> per_cycle{};
  std::string basis;     ///< "AMD Zen 5: 2 x 512-bit FMA"
  bool assumed = false;  ///< the model is not in the table and the rates follow from its ISA alone

  [[nodiscard]] double of(precision format) const noexcept { return per_cycle[static_cast<std::size_t>(format)]; }
};

/// Rates by vendor, family and model, else by ISA. On hybrid processors those of the kind of core that is described.
[[nodiscard]] core_rates rates_of(const cpu_identity& cpu);

/// FLOP/s of a number of cores at a clock.
[[nodiscard]] double peak_flops_per_s(const core_rates& rates, precision format, double clock_hz,
                                      std::size_t cores) noexcept;

}  // namespace calib::measure
