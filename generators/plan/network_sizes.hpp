#pragma once
/// The sizes that dimensions have in published networks: what predictions are mostly asked for.

#include <cstdint>
#include <span>
#include <string_view>

namespace calib::plan {

/// Increasing; empty for a dimension that has any size in networks.
std::span<const std::uint64_t> network_sizes(std::string_view dimension) noexcept;

/// Those of them whose rows, stored one after another, alias in caches; empty for a dimension that is no length of
/// rows.
std::span<const std::uint64_t> aliasing_sizes(std::string_view dimension) noexcept;

}  // namespace calib::plan
