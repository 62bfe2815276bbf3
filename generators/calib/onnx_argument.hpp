#pragma once
/// A model in ONNX as the user names it, and what he says of it.

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "network_io/network_data.hpp"

namespace calib::tool {

struct onnx_options {
  std::string file;
  std::string id{};                     ///< of the network; empty: made of the file's name
  std::optional<std::size_t> batch{};   ///< none: 1, or what the file says
  std::vector<std::string> sizes{};     ///< name=N
  std::vector<std::string> costs{};     ///< Domain.Op=flops:bytes
  std::vector<std::string> shapes{};    ///< value=1,64,56,56
  std::vector<std::string> branches{};  ///< name=then, name=else
  std::vector<std::string> trips{};     ///< name=N
  bool allow_roofline = false;
};

/// --op-cost, --allow-roofline, --shape, --branch, --trips.
void add_onnx_options(CLI::App& sub, onnx_options& o);

/// Imports the model; notes go to stderr unless `quiet`. Throws usage_error, onnx_error.
network_io::network_data read_onnx(const onnx_options& o, bool quiet);

}  // namespace calib::tool
