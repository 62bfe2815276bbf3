#pragma once
/// Units of time as people name them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace calib::foreign {

enum class time_unit : std::uint8_t { s, ms, us, ns };

[[nodiscard]] std::string_view name(time_unit unit) noexcept;

[[nodiscard]] double seconds_in(time_unit unit) noexcept;

/// "ms", "msec", "milliseconds", ...: lower case.
[[nodiscard]] std::optional<time_unit> parse_time_unit(std::string_view word) noexcept;

}  // namespace calib::foreign
