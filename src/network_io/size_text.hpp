#pragma once
/// Sizes as people write them: "196*batch", "12*batch*seq_len*seq_len".

#include <span>
#include <string>
#include <string_view>

#include "calib/network/size.hpp"
#include "network_io/network_data.hpp"

namespace calib::network_io {

/// A size, or what is wrong with its text and what to write.
struct parsed_size {
  network_size size{};
  std::string problem{};  ///< empty where nothing is wrong
  std::string remedy{};
};

/// Factors with `*` between them, in any order, each a whole number or one of the symbols. No spaces.
parsed_size parse_size(std::string_view text, std::span<const symbol_data> symbols);

/// The number first, then each symbol as often as it counts, in the network's order. A number of 1 is left out before a
/// symbol. `size` has no powers beyond the symbols.
std::string size_text(const network_size& size, std::span<const symbol_data> symbols);

/// Whether no symbol changes it.
bool is_constant(const network_size& size) noexcept;

}  // namespace calib::network_io
