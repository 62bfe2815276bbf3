#pragma once
/// Sizes of layers as products of symbols, found by executing the model at several values of each symbol.

#include <functional>

#include "network_io/network_data.hpp"
#include "onnx/error.hpp"
#include "onnx/lower.hpp"

namespace calib::onnx {

/// The layers at these values of the symbols.
using execution = std::function<std::vector<numeric_layer>(const std::vector<std::uint64_t>&)>;

/// That sizes are no products of this symbol.
struct no_product {
  std::size_t symbol;
  fault reason;
};

/// Layers at the symbols' usual values, each size as a factor and powers of the symbols. Throws no_product where a size
/// is none, where layers depend on a symbol, and where the model fails at other values.
std::vector<network_io::layer_data> fit_layers(const execution& at,
                                               const std::vector<network_io::symbol_data>& symbols);

}  // namespace calib::onnx
