#pragma once
/// Numbers for a network's symbols, and what its layers are then.

#include <cstddef>
#include <vector>

#include "network_io/network_data.hpp"

namespace calib::network_io {

/// The usual value of each symbol; 1 where the network has none of this number.
inline symbol_values usual_values(const network_data& network) noexcept {
  symbol_values out;
  out.fill(1);
  for (std::size_t s = 0; s < network.symbols.size() && s < most_symbols; ++s) out[s] = network.symbols[s].usual;
  return out;
}

/// The dimensions of a layer's operation.
inline std::vector<std::size_t> dims_of(const layer_data& layer, const symbol_values& symbols) {
  std::vector<std::size_t> out;
  for (const network_size& size : layer.sizes) out.push_back(size.at(symbols));
  return out;
}

}  // namespace calib::network_io
