#pragma once
/// How this thread treats denormal numbers. A library may switch them off behind the caller's back, and arithmetic on
/// them is up to a hundred times slower; so the state is part of the record.

namespace calib::measure {

struct denormal_state {
  bool known = false;
  bool flush_results = false;  ///< FTZ: results that would be denormal become zero
  bool zero_operands = false;  ///< DAZ: operands that are denormal count as zero
};

/// State of the calling thread; known is false on processors other than x86-64 and AArch64.
[[nodiscard]] denormal_state current_denormal_state() noexcept;

}  // namespace calib::measure
