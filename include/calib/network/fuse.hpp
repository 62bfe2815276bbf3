#pragma once
/// Fusion: which layers of a network a library carries out together, as one step. One function for both worlds.
///
///   layers   conv  batch_norm  relu  conv  batch_norm  add  relu  reshape  linear
///   steps    conv ....................conv ......................... (free)  linear

#include <cstddef>
#include <cstdint>
#include <span>

#include "calib/network/layer.hpp"

namespace calib {

/// What fusion says of a layer. A step is told by the layer that it begins with; of a group, by its last.
struct fused_layer {
  std::uint32_t step =
      no_number;          ///< whose step it belongs to: its own number where it begins one; none where it is free
  std::uint32_t end = 0;  ///< of a layer that begins a step: the last layer of it
};

namespace detail {

/// The fusion that lets a product take up a layer of this role.
constexpr bool is_tail(layer_role role, fusion_set absorbs) noexcept {
  switch (role) {
    case layer_role::batch_norm:
      return absorbs.has(fusion::batch_norm);
    case layer_role::bias_add:
      return absorbs.has(fusion::bias);
    case layer_role::relu:
      return absorbs.has(fusion::relu);
    case layer_role::clip:
      return absorbs.has(fusion::clip);
    case layer_role::gelu:
      return absorbs.has(fusion::gelu);
    case layer_role::silu:
      return absorbs.has(fusion::silu);
    case layer_role::sigmoid:
      return absorbs.has(fusion::sigmoid);
    case layer_role::hardsigmoid:
      return absorbs.has(fusion::hardsigmoid);
    case layer_role::tanh:
      return absorbs.has(fusion::tanh);
    case layer_role::hardswish:
      return absorbs.has(fusion::hardswish);
    case layer_role::add:
      return absorbs.has(fusion::add);
    case layer_role::mul:
      return absorbs.has(fusion::mul);
    default:
      return false;
  }
}

/// The layer whose result `input` is, reshapes looked through; negative where it comes from outside.
constexpr std::int32_t source_of(const network_view& net, std::int32_t input) noexcept {
  while (input >= 0) {
    const network_layer& layer = net.layers[static_cast<std::size_t>(input)];
    if (layer.role != layer_role::reshape) break;
    input = layer.input_count == 0 ? network_input : net.inputs[layer.first_input];
  }
  return input;
}

/// Whether the setting carries out the layer's group as one operation.
constexpr bool in_group(const network_view& net, const network_layer& layer, fusion_set absorbs) noexcept {
  return layer.group != no_number && absorbs.has(net.groups[layer.group].what);
}

/// The latest step that ends in what `layer` reads, and may take it up: a product whose result nobody else reads.
constexpr std::uint32_t step_before(const network_view& net, std::span<const std::uint32_t> uses,
                                    std::span<const fused_layer> fused, const network_layer& layer) noexcept {
  std::uint32_t found = no_number;
  for (const std::int32_t input : net.inputs_of(layer)) {
    const std::int32_t from = source_of(net, input);
    if (from < 0) continue;
    const fused_layer& before = fused[static_cast<std::size_t>(from)];
    if (uses[static_cast<std::size_t>(from)] != 1 || before.step == no_number) continue;
    const network_layer& head = net.layers[before.step];
    const bool takes_up = head.role == layer_role::product && head.times == layer.times &&
                          fused[before.step].end == static_cast<std::uint32_t>(from);
    if (takes_up && (found == no_number || before.step > found)) found = before.step;
  }
  return found;
}

}  // namespace detail

/// How many layers read the result of each, reshapes looked through; `uses` has a place for each layer.
constexpr void count_uses(const network_view& net, std::span<std::uint32_t> uses) noexcept {
  for (const network_layer& layer : net.layers) {
    if (layer.role == layer_role::reshape) continue;
    for (const std::int32_t input : net.inputs_of(layer)) {
      const std::int32_t from = detail::source_of(net, input);
      if (from >= 0) ++uses[static_cast<std::size_t>(from)];
    }
  }
}

/// Fuses the layers as a setting does that absorbs these; `uses` as count_uses() gives them, `fused` has a place for
/// each layer.
constexpr void fuse(const network_view& net, fusion_set absorbs, std::span<const std::uint32_t> uses,
                    std::span<fused_layer> fused) noexcept {
  for (std::uint32_t i = 0; i < net.layers.size(); ++i) {
    const network_layer& layer = net.layers[i];
    if (layer.role == layer_role::reshape) continue;
    if (detail::in_group(net, layer, absorbs)) {
      const std::uint32_t last = net.groups[layer.group].last;
      fused[i].step = last;
      fused[last].end = last;
      continue;
    }
    const std::uint32_t head =
        detail::is_tail(layer.role, absorbs) ? detail::step_before(net, uses, fused, layer) : no_number;
    fused[i].step = head == no_number ? i : head;
    fused[fused[i].step].end = i;
  }
}

/// What the step that begins with a layer asks for.
constexpr std::uint32_t work_of_step(const network_view& net, std::size_t layer, fusion_set absorbs) noexcept {
  const network_layer& first = net.layers[layer];
  return detail::in_group(net, first, absorbs) ? net.groups[first.group].work : first.work;
}

}  // namespace calib
