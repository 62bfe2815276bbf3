#pragma once
/// A setting: which library ran an operation, on how many threads, and what the caches held. A table belongs to one
/// setting, and settings are never mixed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "calib/network/fusion.hpp"
#include "calib/precision.hpp"
#include "calib/roofline.hpp"

namespace calib {

/// Tags that name settings: `setting::openblas_1t_warm`. Profile headers declare those they hold.
namespace setting {}

enum class cache_state : std::uint8_t {
  warm,     ///< operands were touched just before
  cold,     ///< operands come from memory
  network,  ///< in company: other operations ran since these operands were touched, as in a network
};

inline constexpr std::array<std::string_view, 3> cache_state_names{"warm", "cold", "network"};

[[nodiscard]] constexpr std::string_view name(cache_state state) noexcept {
  return cache_state_names[static_cast<std::size_t>(state)];
}

[[nodiscard]] constexpr std::optional<cache_state> parse_cache_state(std::string_view text) noexcept {
  for (std::size_t i = 0; i < cache_state_names.size(); ++i) {
    if (text == cache_state_names[i]) return static_cast<cache_state>(i);
  }
  return std::nullopt;
}

/// What is known of a setting within a profile.
struct setting_facts {
  std::string_view id;
  std::string_view backend;
  std::string_view version;
  std::uint32_t threads;
  cache_state cache;
  machine_peaks peaks;   ///< theoretical peaks of the hardware this setting may use
  seconds overhead;      ///< latency of the backend's smallest call; 0 when unknown
  fusion_set absorbs{};  ///< what it carries out within other operations of a network
  /// Of a setting in company: the operands of all operations that run between two calls of one; else 0.
  std::size_t company_bytes = 0;
  /// Bytes that the machine's caches hold together; 0 when unknown.
  double cached_bytes = 0;
};

}  // namespace calib
