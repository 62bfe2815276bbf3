#pragma once
/// What `calib doctor` found: whether a profile still describes the machine. Plain data, and printers that are pure
/// functions of it.

#include <cstddef>
#include <string>
#include <vector>

#include "differences.hpp"

namespace calib::tool {

/// Shapes of a setting that were measured again: each latency now over what the profile says.
struct checked_setting {
  std::string setting;
  std::vector<double> ratios{};

  [[nodiscard]] double median() const;
  [[nodiscard]] double lowest() const;
  [[nodiscard]] double highest() const;
};

struct diagnosis {
  std::string profile;
  double threshold = 0.1;                   ///< by how much the median of a setting may be off, as a fraction
  std::vector<differences::one> changed{};  ///< facts of the machine and its libraries, then and now
  std::vector<checked_setting> checked{};
  std::vector<std::string> not_checked{};  ///< settings that this machine could not measure

  [[nodiscard]] bool has_drifted(const checked_setting& one) const;
  /// Nothing changed and nothing drifted.
  [[nodiscard]] bool still_describes() const;
};

std::string text_of(const diagnosis& found);
std::string json_of(const diagnosis& found);

}  // namespace calib::tool
