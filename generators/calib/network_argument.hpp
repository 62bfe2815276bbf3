#pragma once
/// A network as the user names it: the id of a shipped one, a network file, or a model in ONNX.

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calib/loaded_network.hpp"
#include "network_io/network_data.hpp"

namespace calib::tool {

/// What a command that takes a network is told of it.
struct network_options {
  std::string network;  ///< id or file
  std::optional<std::size_t> batch{};
  std::vector<std::string> sizes{};  ///< name=N
  std::string precision{};           ///< of all layers; empty for the network's own
  bool quiet = false;                ///< no notes on stderr about a model in ONNX
};

/// --batch, --size.
void add_size_options(CLI::App& sub, network_options& o);

/// Whether a word can only be a network: a file, or the id of a shipped one.
bool names_network(const std::string& word);

/// The ids of shipped networks, sorted.
std::vector<std::string> shipped_networks();

/// Reads the network; of a model in ONNX, with what `o` says of sizes. Throws usage_error with the nearest id,
/// profile_error, onnx_error.
network_io::network_data read_network_argument(const network_options& o);

/// Its symbols' values. Throws usage_error, network_size_error.
network_sizes sizes_of(const network_options& o);

/// "batch=1 seq_len=128"
std::string sizes_text(const network& net, const symbol_values& symbols);

}  // namespace calib::tool
