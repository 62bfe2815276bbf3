#pragma once
/// Machines whose datasheet is known, for `--preset`.

#include <span>
#include <string_view>

#include "calib/roofline.hpp"

namespace calib::tool {

struct preset {
  std::string_view name;   ///< what the user types
  std::string_view title;  ///< for people
  machine_peaks peaks;     ///< dense, without structured sparsity
  std::string_view source;
};

std::span<const preset> presets();

/// The preset called `name`; throws usage_error with the list of known ones.
const preset& find_preset(std::string_view name);

}  // namespace calib::tool
