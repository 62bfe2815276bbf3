#pragma once
/// Sizes of a network's layers: whole numbers, or products of a number and symbols such as the batch.

#include <array>
#include <cstddef>
#include <cstdint>

#include "calib/op/shape.hpp"

namespace calib {

/// Symbols that a network may have: batch, seq_len, kv_len, ...
inline constexpr std::size_t most_symbols = 8;

/// A value for each of a network's symbols, in its order.
using symbol_values = std::array<std::size_t, most_symbols>;

/// `factor` times each symbol as often as `powers` says: 196 * batch is {196, {1}}.
struct network_size {
  std::size_t factor = 0;
  std::array<std::uint8_t, most_symbols> powers{};

  /// Products beyond largest_size give the size after that.
  constexpr std::size_t at(const symbol_values& symbols) const noexcept {
    std::size_t product = factor;
    for (std::size_t s = 0; s < most_symbols; ++s) {
      for (std::uint8_t p = 0; p < powers[s]; ++p) product = detail::size_product(product, symbols[s]);
    }
    return product;
  }

  constexpr bool operator==(const network_size&) const noexcept = default;
};

}  // namespace calib
