#pragma once
/// A network in memory, as its JSON holds it. Plain data: the reader and the importers make it, the writer, the header
/// writer and the run-time network take it. networks/schema.json describes the same structure, key for key.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calib/network/size.hpp"
#include "calib/precision.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::network_io {

struct symbol_data {
  std::string name;         ///< a C++ identifier: batch, seq_len
  std::uint64_t usual = 1;  ///< its value where nobody says another

  bool operator==(const symbol_data&) const = default;
};

/// A tensor that comes from outside.
struct input_data {
  std::string name;
  network_size elements;

  bool operator==(const input_data&) const = default;
};

/// One operation of a network, as whoever defined it wrote it down: what engines fuse stands apart.
struct layer_data {
  std::string name;       ///< unique in its network
  std::string kind;       ///< what its source calls it where that says more than the operation: "Erf"; may be empty
  std::string operation;  ///< as op/list.hpp names it, measured or lowered; "custom"; "reshape", which takes no time
  calib::precision precision = calib::precision::f32;
  std::vector<network_size> sizes;          ///< of the operation's dimensions, in their order; all of them
  std::vector<std::int32_t> inputs;         ///< layers before this one, by number; the network's input i is -1 - i
  network_size output;                      ///< elements of the result
  bool bias = false;                        ///< whether a vector is added to the result of a product or convolution
  std::uint64_t times = 1;                  ///< how often the network does it: blocks that repeat are written once
  std::optional<std::uint64_t> parameters;  ///< of one time, where they do not follow from the operation

  bool operator==(const layer_data&) const = default;
};

struct network_data {
  std::string id;    ///< a C++ identifier
  std::string name;  ///< for people
  profile_io::source_data source;
  std::vector<symbol_data> symbols;
  std::vector<input_data> inputs;
  std::vector<layer_data> layers;  ///< each after those it reads

  bool operator==(const network_data&) const = default;
};

}  // namespace calib::network_io
