#pragma once
/// A network into JSON text that people can read and diff.

#include <string>

#include "network_io/network_data.hpp"

namespace calib::network_io {

/// The network as JSON: keys in the order of network_data, one layer to a line. The precision of most layers stands at
/// the top, and only with other layers again; what is empty, and dimensions that are as the operation's default, are
/// left out. The same network gives the same bytes everywhere. Throws profile_error for a network that the reader would
/// refuse.
std::string write_network(const network_data& network);

}  // namespace calib::network_io
