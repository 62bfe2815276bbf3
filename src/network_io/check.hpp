#pragma once
/// The rules a network keeps beyond its syntax. One set for all: what the reader accepts, the writer writes, and the
/// other way round.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "network_io/network_data.hpp"

namespace calib::network_io {

/// The version of networks/schema.json.
inline constexpr int schema_version = 1;

/// Layers are numbered in 16 bits in generated headers.
inline constexpr std::size_t most_layers = 65535;

/// Throws profile_error for the first rule that `network` breaks; `file` is for the message.
///
/// Ids and symbols are C++ identifiers; names are unique; layers read inputs of the network and layers before them;
/// operations exist in their precision, and at the usual values of the symbols so do their shapes.
void check(const network_data& network, std::string_view file);

/// The rule on the schema version alone, for a reader that must know it before the rest.
void check_schema(int version, std::string_view file);

/// Those on symbols alone, for a reader that must know them before the sizes.
void check_symbols(const network_data& network, std::string_view file);

}  // namespace calib::network_io
