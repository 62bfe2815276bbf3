#include "network_io/totals.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "calib/op/list.hpp"
#include "network_io/operations.hpp"

namespace calib::network_io {
namespace {

constexpr auto products = std::to_array<std::string_view>(
    {"gemm", "linear", "batched_gemm", "gemv", "conv2d_pointwise", "conv2d_window", "conv2d_depthwise",
     "conv2d_grouped", "attention_prefill", "attention_prefill_grouped", "attention_decode",
     "attention_decode_multi_head", "attention_decode_grouped", "attention_decode_wide"});

/// Elements of a convolution's result, and the weights that each of them sees: those of its own channel.
struct convolution_facts {
  std::size_t outputs, weights;
};

template <Operation Op>
convolution_facts facts_of(const Op& op) {
  using detail::size_product;
  const std::size_t channels = op.groups == 0 ? 0 : op.in_channels / op.groups;
  if constexpr (Op::name == std::string_view{"conv2d"}) {
    return {size_product(op.batch, op.out_channels, op.out_h(), op.out_w()),
            size_product(channels, op.kernel_h, op.kernel_w)};
  } else {
    return {size_product(op.batch, op.out_channels, op.out_length()), size_product(channels, op.kernel)};
  }
}

template <Operation Op>
constexpr bool is_convolution = Op::name == std::string_view{"conv2d"} || Op::name == std::string_view{"conv1d"};

template <Operation Op>
std::uint64_t parameters(const Op& op, bool bias) {
  if constexpr (is_convolution<Op>) {
    return detail::size_product(op.out_channels, facts_of(op).weights) + (bias ? op.out_channels : 0);
  } else if constexpr (Op::name == std::string_view{"linear"}) {
    return detail::size_product(op.n, op.k) + (bias ? op.n : 0);
  } else if constexpr (Op::name == std::string_view{"batch_norm"}) {
    return 2 * op.channels;
  } else if constexpr (Op::name == std::string_view{"layer_norm"}) {
    return 2 * op.cols;
  } else if constexpr (Op::name == std::string_view{"rms_norm"} || Op::name == std::string_view{"bias_add"}) {
    return op.cols;
  }
  return 0;
}

template <Operation Op>
double multiply_adds(const Op& op) {
  if constexpr (is_convolution<Op>) {
    const convolution_facts facts = facts_of(op);
    return detail::product(facts.outputs, facts.weights);
  } else if constexpr (Op::name == std::string_view{"conv2d_3x3"}) {
    return detail::product(op.batch, op.side, op.side, op.in_channels, op.out_channels, std::size_t{9});
  } else if (std::ranges::find(products, Op::name) != products.end()) {
    return op.work().arithmetic.value / 2;
  }
  return 0;
}

/// Neither count depends on the precision: f32 stands for all.
template <class F>
void with_shape(const layer_data& layer, const symbol_values& symbols, F f) {
  const auto visit = [&]<Operation Op>() {
    if (Op::name == layer.operation) f(from_dims<Op>(dims_of(layer, symbols).data()));
  };
  for_each_operation<f32>(visit);
  for_each_lowered_operation<f32>(visit);
}

}  // namespace

std::uint64_t parameters_of(const layer_data& layer, const symbol_values& symbols) {
  if (layer.parameters) return *layer.parameters;
  std::uint64_t count = 0;
  with_shape(layer, symbols, [&](const auto& op) { count = parameters(op, layer.bias); });
  return count;
}

double multiply_adds_of(const layer_data& layer, const symbol_values& symbols) {
  double count = 0;
  with_shape(layer, symbols, [&](const auto& op) { count = multiply_adds(op); });
  return count;
}

cost work_of(const layer_data& layer, const symbol_values& symbols) {
  return work_of(layer.operation, layer.precision, dims_of(layer, symbols));
}

network_totals totals(const network_data& network, const symbol_values& symbols) {
  network_totals sum;
  for (const layer_data& layer : network.layers) {
    const auto times = static_cast<double>(layer.times);
    const cost work = work_of(layer, symbols);
    sum.parameters += layer.times * parameters_of(layer, symbols);
    sum.multiply_adds += times * multiply_adds_of(layer, symbols);
    sum.work.arithmetic = sum.work.arithmetic + times * work.arithmetic;
    sum.work.traffic = sum.work.traffic + times * work.traffic;
  }
  return sum;
}

}  // namespace calib::network_io
