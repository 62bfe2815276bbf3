#pragma once
/// What engines fuse. A setting lists which of these its library carries out within another operation: they are facts
/// of the setting, kept in the profile, and what it does not list is an operation of its own.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace calib {

/// The first ones are tails: what a product or convolution takes up behind it. The last ones stand for several layers
/// that are carried out as one operation.
enum class fusion : std::uint8_t {
  batch_norm,  ///< folded into the weights before anything runs
  bias,
  relu,
  clip,  ///< ReLU6 and other clamps
  gelu,
  silu,
  sigmoid,
  hardsigmoid,
  tanh,
  hardswish,
  add,  ///< the residual, read and added as the result is written
  mul,
  gelu_parts,        ///< division, erf or tanh, sums and products of a GELU
  silu_parts,        ///< sigmoid and product
  hardswish_parts,   ///< hard sigmoid, or sum, clip and division; and product
  layer_norm_parts,  ///< means, differences, squares and root of a layer normalisation
  attention,         ///< product, scale, mask, softmax and product
};

inline constexpr std::size_t fusion_count = 17;

inline constexpr std::array<std::string_view, fusion_count> fusion_names{
    "batch_norm", "bias",      "relu", "clip", "gelu",       "silu",       "sigmoid",         "hardsigmoid",
    "tanh",       "hardswish", "add",  "mul",  "gelu_parts", "silu_parts", "hardswish_parts", "layer_norm_parts",
    "attention"};

constexpr std::string_view name(fusion what) noexcept { return fusion_names[static_cast<std::size_t>(what)]; }

constexpr std::optional<fusion> parse_fusion(std::string_view text) noexcept {
  for (std::size_t i = 0; i < fusion_count; ++i) {
    if (fusion_names[i] == text) return static_cast<fusion>(i);
  }
  return std::nullopt;
}

/// Some of them.
struct fusion_set {
  constexpr fusion_set() noexcept = default;
  constexpr fusion_set(std::initializer_list<fusion> all) noexcept {
    for (const fusion one : all) add(one);
  }
  static constexpr fusion_set everything() noexcept {
    fusion_set all;
    all.bits = (std::uint32_t{1} << fusion_count) - 1;
    return all;
  }

  constexpr void add(fusion one) noexcept { bits |= std::uint32_t{1} << static_cast<unsigned>(one); }
  constexpr bool has(fusion one) const noexcept { return (bits >> static_cast<unsigned>(one) & 1) != 0; }
  constexpr bool empty() const noexcept { return bits == 0; }
  constexpr bool operator==(const fusion_set&) const noexcept = default;

  std::uint32_t bits = 0;  ///< public: a set is a template argument
};

}  // namespace calib
