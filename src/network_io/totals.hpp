#pragma once
/// What a network holds and does in all.

#include <cstdint>

#include "calib/op/shape.hpp"
#include "network_io/network_data.hpp"
#include "network_io/symbols.hpp"

namespace calib::network_io {

/// Parameters that one time of a layer has: what the layer says, else what follows from its operation. Products and
/// convolutions have weights and, where they have one, a bias; a gemm has two operands and no weights. Normalisations
/// have a scale and a shift, rms_norm only a scale: the running mean and variance of batch_norm are not learnt. Other
/// operations have none.
std::uint64_t parameters_of(const layer_data& layer, const symbol_values& symbols);

/// Multiply-adds of one time of a layer, as networks' sizes are published: those of products, convolutions and
/// attention, and no others.
///
/// A convolution has one for each output and each weight that the output sees, also where the weight lies on padding.
/// work() does not count these taps. So the flops of a layer with padding are less than twice its multiply-adds.
double multiply_adds_of(const layer_data& layer, const symbol_values& symbols);

/// FLOPs and bytes of one time of a layer.
cost work_of(const layer_data& layer, const symbol_values& symbols);

/// Sums over all times of all layers.
struct network_totals {
  std::uint64_t parameters = 0;
  double multiply_adds = 0;
  cost work{};
};

network_totals totals(const network_data& network, const symbol_values& symbols);

}  // namespace calib::network_io
