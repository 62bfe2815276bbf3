#pragma once
/// The steps of a described network in a setting: what its library executes, one after another.

#include <array>
#include <cstddef>
#include <cstdint>

#include "calib/network/described.hpp"

namespace calib::detail {

template <class D>
inline constexpr auto layer_uses = [] {
  std::array<std::uint32_t, layer_count<D>> out{};
  count_uses(view_of_network<D>, out);
  return out;
}();

/// A description's layers, fused as a setting does that absorbs these. Worked out once for each.
template <class D, fusion_set Absorbs>
inline constexpr auto fused_layers = [] {
  std::array<fused_layer, layer_count<D>> out{};
  fuse(view_of_network<D>, Absorbs, layer_uses<D>, out);
  return out;
}();

/// One step: the layer that it begins with, or a group's last, and how many layers it takes together.
struct network_step {
  std::uint32_t layer = 0, work = 0, layers = 0;
  std::uint64_t times = 1;
};

template <class D, fusion_set Absorbs>
inline constexpr std::size_t step_count = [] {
  std::size_t count = 0;
  for (std::size_t i = 0; i < layer_count<D>; ++i) count += fused_layers<D, Absorbs>[i].step == i ? 1 : 0;
  return count;
}();

template <class D, fusion_set Absorbs>
inline constexpr auto network_steps = [] {
  std::array<network_step, step_count<D, Absorbs>> out{};
  std::array<std::uint32_t, layer_count<D>> number{};
  constexpr const auto& fused = fused_layers<D, Absorbs>;
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < fused.size(); ++i) {
    if (fused[i].step != i) continue;
    number[i] = count;
    out[count++] = {i, work_of_step(view_of_network<D>, i, Absorbs), 0, D::layers[i].times};
  }
  for (const fused_layer& layer : fused) {
    if (layer.step != no_number) ++out[number[layer.step]].layers;
  }
  return out;
}();

/// How often the network asks for each work.
template <class D, fusion_set Absorbs>
inline constexpr auto work_counts = [] {
  std::array<std::size_t, D::works.size()> out{};
  for (const network_step& step : network_steps<D, Absorbs>) out[step.work] += step.times;
  return out;
}();

}  // namespace calib::detail
