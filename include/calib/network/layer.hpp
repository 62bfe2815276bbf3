#pragma once
/// A network's layers as fusion and pricing see them: numbers, whatever they came from. A generated header holds them
/// as constants, a network that was read holds them in memory, and both are worked on by the same functions.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "calib/network/fusion.hpp"
#include "calib/network/size.hpp"

namespace calib {

/// What a layer is to fusion.
enum class layer_role : std::uint8_t {
  reshape,  ///< takes no time: only the view of a tensor changes
  product,  ///< of weights: a linear layer or a convolution
  matmul,   ///< of two results
  batch_norm,
  bias_add,
  relu,
  clip,
  gelu,
  silu,
  sigmoid,
  hardsigmoid,
  tanh,
  hardswish,
  erf,
  sqrt,
  pow,
  add,
  sub,
  mul,
  div,
  mean,
  softmax,
  other,
};

/// The role of an operation, which its source calls `kind` where that says more.
constexpr layer_role role_of(std::string_view operation, std::string_view kind) noexcept {
  using enum layer_role;
  struct entry {
    std::string_view text;
    layer_role role;
  };
  constexpr std::array by_kind{entry{"Erf", erf},   entry{"Sqrt", sqrt},  entry{"Pow", pow},
                               entry{"Add", add},   entry{"Sub", sub},    entry{"Mul", mul},
                               entry{"Div", div},   entry{"Clip", clip},  entry{"HardSigmoid", hardsigmoid},
                               entry{"Tanh", tanh}, entry{"Relu6", clip}, entry{"ReduceMean", mean}};
  constexpr std::array by_operation{entry{"reshape", reshape},
                                    entry{"conv2d", product},
                                    entry{"conv1d", product},
                                    entry{"linear", product},
                                    entry{"gemm", matmul},
                                    entry{"batched_gemm", matmul},
                                    entry{"gemv", matmul},
                                    entry{"batch_norm", batch_norm},
                                    entry{"bias_add", bias_add},
                                    entry{"relu", relu},
                                    entry{"gelu", gelu},
                                    entry{"silu", silu},
                                    entry{"sigmoid", sigmoid},
                                    entry{"tanh", tanh},
                                    entry{"hardswish", hardswish},
                                    entry{"add", add},
                                    entry{"mul", mul},
                                    entry{"softmax", softmax},
                                    entry{"reduce_sum", other}};
  for (const entry& one : by_kind) {
    if (one.text == kind) return one.role;
  }
  if (!kind.empty()) return other;  // priced as the operation, but something else
  for (const entry& one : by_operation) {
    if (one.text == operation) return one.role;
  }
  return other;
}

/// What a layer reads where that comes from outside.
inline constexpr std::int32_t network_input = -1;

/// Stands for a layer, work or group that there is not.
inline constexpr std::uint32_t no_number = 0xffffffff;

struct network_layer {
  layer_role role = layer_role::other;
  std::uint32_t work = no_number;   ///< what it asks for: a number among the network's works; none of a reshape
  std::uint32_t group = no_number;  ///< the layers that it is carried out with where a setting fuses them
  std::uint32_t first_input = 0;    ///< what it reads, among the inputs of all layers
  std::uint32_t input_count = 0;
  std::uint64_t times = 1;  ///< how often the network does it
};

/// Layers that can be carried out as one operation; the last of them has its result.
struct network_group {
  fusion what{};
  std::uint32_t work = no_number;
  std::uint32_t last = 0;  ///< layer
};

/// The layers of a network, with what they refer to.
struct network_view {
  std::span<const network_layer> layers;
  std::span<const std::int32_t> inputs;  ///< of all layers: a layer's number, or negative
  std::span<const network_group> groups;

  constexpr std::span<const std::int32_t> inputs_of(const network_layer& layer) const noexcept {
    return inputs.subspan(layer.first_input, layer.input_count);
  }
};

}  // namespace calib
