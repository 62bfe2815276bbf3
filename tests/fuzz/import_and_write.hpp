#pragma once
/// What fuzzers demand of an import.

#include <cstdlib>
#include <string_view>

#include "network_io/reader.hpp"
#include "network_io/writer.hpp"
#include "onnx/import_onnx.hpp"

namespace calib::fuzz {

/// Either an onnx_error, or a network that can be written, and read again as the same.
inline void import_and_write(std::string_view bytes, const onnx::import_options& options) {
  try {
    const network_io::network_data network = onnx::import_onnx(bytes, "fuzz.onnx", options).network;
    if (network_io::parse_network(network_io::write_network(network), "fuzz.json") != network) std::abort();
  } catch (const onnx::onnx_error& error) {
    // A message is a line or two for people, whatever names are in the file.
    constexpr std::size_t most = 100'000;
    if (std::string_view(error.what()).size() > most) std::abort();
  }
}

}  // namespace calib::fuzz
