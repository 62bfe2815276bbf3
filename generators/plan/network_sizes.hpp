#pragma once
/// The sizes that dimensions have in published networks: what predictions are mostly asked for.

#include <cstdint>
#include <span>
#include <string_view>

namespace calib::plan {

/// In order, some more than once, to be drawn as often; empty for a dimension that has any size in networks.
std::span<const std::uint64_t> network_sizes(std::string_view dimension) noexcept;

}  // namespace calib::plan
