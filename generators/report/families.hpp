#pragma once
/// Families of operations: as many as there are colours that people tell apart, whatever their colour vision.

#include <array>
#include <cstddef>
#include <string_view>

namespace calib::report {

inline constexpr std::array<std::string_view, 8> family_names{
    "products", "convolutions", "attention", "normalisation", "elementwise", "pooling", "data movement", "other"};

/// The position of the operation's family in family_names.
[[nodiscard]] std::size_t family_of(std::string_view operation) noexcept;

}  // namespace calib::report
