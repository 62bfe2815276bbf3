#pragma once
/// Layers that together are one operation which libraries have: a GELU written out as division, erf, sums and products.
/// A pattern begins at the layer that nothing else has and follows what it reads and what reads it; layers in it that
/// anything outside reads make it none.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "calib/network/fuse.hpp"

namespace calib {

/// A network, and how many layers read the result of each (count_uses).
struct used_network {
  network_view view;
  std::span<const std::uint32_t> uses;
};

/// The layers of a pattern; `last` has its result. Empty where there is none.
struct pattern {
  fusion what{};
  std::array<std::uint32_t, 12> members{};
  std::size_t count = 0;
  std::uint32_t last = 0;
  std::uint32_t first = 0;  ///< of attention the product of queries and keys, of a layer normalisation the mean
  bool causal = false;      ///< of attention, whether positions behind are masked by choice: Where

  constexpr bool found() const noexcept { return count > 0; }
  constexpr bool has(std::uint32_t layer) const noexcept {
    // The second bound is for compilers: g++ -O3 sees none in `count` and warns of a member beyond the last.
    for (std::size_t i = 0; i < count && i < members.size(); ++i) {
      if (members[i] == layer) return true;
    }
    return false;
  }
};

namespace detail {

/// Finds the neighbours of layers.
class pattern_walk {
 public:
  /// Of a layer that has no such input; no layer and no input has this number.
  static constexpr std::int32_t no_source = std::numeric_limits<std::int32_t>::min();

  constexpr pattern_walk(const used_network& net, fusion what) noexcept : net_{net.view}, uses_{net.uses} {
    found_.what = what;
  }

  constexpr layer_role role(std::uint32_t layer) const noexcept {
    return layer == no_number ? layer_role::other : net_.layers[layer].role;
  }
  constexpr std::uint32_t inputs(std::uint32_t layer) const noexcept {
    return layer == no_number ? 0 : net_.layers[layer].input_count;
  }
  /// What a layer reads, reshapes looked through: a layer, or an input of the network, which is negative.
  constexpr std::int32_t source(std::uint32_t layer, std::size_t input = 0) const noexcept {
    if (layer == no_number || input >= inputs(layer)) return no_source;
    return source_of(net_, net_.inputs[net_.layers[layer].first_input + input]);
  }
  /// The same, where it is a layer.
  constexpr std::uint32_t before(std::uint32_t layer, std::size_t input = 0) const noexcept {
    const std::int32_t from = source(layer, input);
    return from < 0 ? no_number : static_cast<std::uint32_t>(from);
  }
  /// The only layer that reads another; none where there are more or none.
  constexpr std::uint32_t behind(std::uint32_t layer) const noexcept {
    if (layer == no_number || uses_[layer] != 1) return no_number;
    std::uint32_t at = layer + 1;
    while (at < net_.layers.size() &&
           (role(at) == layer_role::reshape || !reads(at, static_cast<std::int32_t>(layer)))) {
      ++at;
    }
    return at < net_.layers.size() ? at : no_number;
  }
  /// Of what source() gives.
  constexpr bool reads(std::uint32_t layer, std::int32_t other) const noexcept {
    for (std::size_t i = 0; i < inputs(layer); ++i) {
      if (source(layer, i) == other) return true;
    }
    return false;
  }
  /// A layer with one operand, the other being a constant.
  constexpr bool is(std::uint32_t layer, layer_role wanted) const noexcept {
    return role(layer) == wanted && inputs(layer) == 1;
  }
  constexpr bool is_scaling(std::uint32_t layer) const noexcept {
    return is(layer, layer_role::mul) || is(layer, layer_role::div);
  }

  constexpr void take(std::uint32_t layer) noexcept {
    if (layer == no_number || found_.has(layer) || found_.count == found_.members.size()) return;
    found_.members[found_.count++] = layer;
  }
  constexpr void first(std::uint32_t layer) noexcept { found_.first = layer; }
  constexpr void causal() noexcept { found_.causal = true; }
  /// The pattern, which ends here; none where something outside reads a layer within.
  constexpr pattern ends(std::uint32_t last) noexcept {
    take(last);
    found_.last = last;
    for (std::size_t i = 0; i < found_.count; ++i) {
      if (found_.members[i] != last && read_outside(found_.members[i])) return {};
    }
    return found_;
  }

 private:
  constexpr bool read_outside(std::uint32_t layer) const noexcept {
    std::uint32_t within = 0;
    for (std::size_t i = 0; i < found_.count; ++i) {
      for (std::size_t input = 0; input < inputs(found_.members[i]); ++input) {
        within += before(found_.members[i], input) == layer ? 1 : 0;
      }
    }
    return within != uses_[layer];
  }

  const network_view& net_;
  std::span<const std::uint32_t> uses_;
  pattern found_;
};

/// x · (1 + erf(x / √2)) / 2, and with tanh(√(2/π)(x + 0.0447 x³)).
constexpr pattern gelu_at(const used_network& net, std::uint32_t anchor) noexcept {
  pattern_walk walk(net, fusion::gelu_parts);
  const std::uint32_t scaled = walk.before(anchor);
  if (!walk.is_scaling(scaled)) return {};
  walk.take(anchor);
  walk.take(scaled);
  std::int32_t x = walk.source(scaled);
  if (walk.role(anchor) == layer_role::tanh) {
    const std::uint32_t sum = walk.before(scaled);
    if (walk.role(sum) != layer_role::add || walk.inputs(sum) != 2) return {};
    const std::size_t cubed = walk.is_scaling(walk.before(sum, 1)) ? 1 : 0;
    const std::uint32_t cube = walk.before(sum, cubed);
    x = walk.source(sum, 1 - cubed);
    const std::uint32_t power = walk.before(cube);
    if (!walk.is_scaling(cube) || walk.role(power) != layer_role::pow || walk.source(power) != x) return {};
    walk.take(sum);
    walk.take(cube);
    walk.take(power);
  }
  const std::uint32_t plus_one = walk.behind(anchor);
  const std::uint32_t times_x = walk.behind(plus_one);
  if (!walk.is(plus_one, layer_role::add) || walk.role(times_x) != layer_role::mul || walk.inputs(times_x) != 2) {
    return {};
  }
  walk.take(plus_one);
  const std::size_t beside = walk.before(times_x) == plus_one ? 1 : 0;
  if (walk.source(times_x, beside) == x) {
    const std::uint32_t half = walk.behind(times_x);
    walk.take(times_x);
    return walk.ends(walk.is_scaling(half) ? half : times_x);
  }
  const std::uint32_t other = walk.before(times_x, beside);
  if (!walk.is_scaling(other) || walk.source(other) != x) return {};  // x / 2 beforehand
  walk.take(other);
  return walk.ends(times_x);
}

/// x · sigmoid(x), or with a hard sigmoid.
constexpr pattern gated_at(const used_network& net, std::uint32_t anchor, fusion what) noexcept {
  pattern_walk walk(net, what);
  const std::uint32_t product = walk.behind(anchor);
  if (walk.role(product) != layer_role::mul || walk.inputs(product) != 2) return {};
  if (!walk.reads(product, walk.source(anchor))) return {};
  walk.take(anchor);
  return walk.ends(product);
}

/// x · clip(x + 3, 0, 6) / 6.
constexpr pattern hardswish_at(const used_network& net, std::uint32_t clip) noexcept {
  pattern_walk walk(net, fusion::hardswish_parts);
  const std::uint32_t shifted = walk.before(clip);
  if (!walk.is(shifted, layer_role::add)) return {};
  const std::int32_t x = walk.source(shifted);
  const std::uint32_t next = walk.behind(clip), last = walk.behind(next);
  const bool divided_first = walk.is_scaling(next) && walk.role(last) == layer_role::mul && walk.reads(last, x);
  const bool divided_last = walk.role(next) == layer_role::mul && walk.reads(next, x) && walk.is_scaling(last);
  if (!divided_first && !divided_last) return {};
  walk.take(clip);
  walk.take(shifted);
  walk.take(next);
  return walk.ends(last);
}

/// (x - mean) / √(mean of squares + ε), and what scales and shifts it.
constexpr pattern layer_norm_at(const used_network& net, std::uint32_t root) noexcept {
  pattern_walk walk(net, fusion::layer_norm_parts);
  const std::uint32_t with_epsilon = walk.before(root), variance = walk.before(with_epsilon);
  const std::uint32_t square = walk.before(variance), difference = walk.before(square);
  const bool squared = walk.role(square) == layer_role::pow || walk.role(square) == layer_role::mul;
  if (!walk.is(with_epsilon, layer_role::add) || walk.role(variance) != layer_role::mean || !squared) return {};
  if (walk.role(difference) != layer_role::sub || walk.inputs(difference) != 2) return {};
  const std::uint32_t mean = walk.before(difference, 1), quotient = walk.behind(root);
  if (walk.role(mean) != layer_role::mean || walk.role(quotient) != layer_role::div) return {};
  for (const std::uint32_t one : {mean, difference, square, variance, with_epsilon, root, quotient}) walk.take(one);
  for (std::size_t i = 0; i < walk.inputs(quotient); ++i) {  // exporters write the difference twice
    const std::uint32_t again = walk.before(quotient, i);
    if (walk.role(again) == layer_role::sub && walk.reads(again, walk.source(difference, 1))) walk.take(again);
  }
  walk.first(mean);
  std::uint32_t last = quotient;
  const std::uint32_t scaled = walk.behind(quotient);
  if (walk.is(scaled, layer_role::mul)) {
    walk.take(scaled);
    last = scaled;
    const std::uint32_t shifted = walk.behind(scaled);
    if (walk.is(shifted, layer_role::add) || walk.is(shifted, layer_role::bias_add)) last = shifted;
  }
  return walk.ends(last);
}

/// softmax(Q · Kᵀ, scaled and masked) · V.
constexpr pattern attention_at(const used_network& net, std::uint32_t softmax) noexcept {
  pattern_walk walk(net, fusion::attention);
  const auto is_product = [&walk](std::uint32_t layer) {
    return walk.role(layer) == layer_role::matmul && walk.inputs(layer) == 2;
  };
  const std::uint32_t values = walk.behind(softmax);
  if (!is_product(values)) return {};
  walk.take(softmax);
  std::uint32_t scores = walk.before(softmax);
  for (int between = 0; between < 4 && !is_product(scores); ++between) {
    const bool masks = walk.role(scores) == layer_role::other;
    if (!masks && walk.role(scores) != layer_role::add && !walk.is_scaling(scores)) return {};
    if (masks) walk.causal();
    walk.take(scores);
    const std::uint32_t first = walk.before(scores);
    scores = first != no_number || walk.inputs(scores) < 2 ? first : walk.before(scores, 1);
  }
  if (!is_product(scores)) return {};
  walk.first(scores);
  walk.take(scores);
  return walk.ends(values);
}

}  // namespace detail

/// The pattern around a layer; empty where there is none.
constexpr pattern pattern_at(const used_network& net, std::uint32_t layer) noexcept {
  switch (net.view.layers[layer].role) {
    case layer_role::erf:
    case layer_role::tanh:
      return detail::gelu_at(net, layer);
    case layer_role::sigmoid:
      return detail::gated_at(net, layer, fusion::silu_parts);
    case layer_role::hardsigmoid:
      return detail::gated_at(net, layer, fusion::hardswish_parts);
    case layer_role::clip:
      return detail::hardswish_at(net, layer);
    case layer_role::sqrt:
      return detail::layer_norm_at(net, layer);
    case layer_role::softmax:
      return detail::attention_at(net, layer);
    default:
      return {};
  }
}

}  // namespace calib
