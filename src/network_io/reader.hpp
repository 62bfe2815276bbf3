#pragma once
/// JSON into a network. Strict: whatever the schema does not say is an error that names its place and its remedy.

#include <filesystem>
#include <string>

#include "network_io/network_data.hpp"

namespace calib::network_io {

/// The network in the file at `path`. Throws profile_error.
network_data read_network(const std::filesystem::path& path);

/// The network that `text` describes; `where` stands for the file in messages. Throws profile_error.
network_data parse_network(const std::string& text, const std::string& where);

}  // namespace calib::network_io
