#pragma once
/// Which operations networks consist of.

#include <string_view>

namespace calib::plan {

/// False for products with a vector and for the loops that tell a memory's bandwidth: no layer becomes one of these.
bool occurs_in_networks(std::string_view operation) noexcept;

}  // namespace calib::plan
