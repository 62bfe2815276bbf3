#pragma once
/// The constexpr header of a network.

#include <string>

#include "network_io/network_data.hpp"

namespace calib::emit {

/// The text of <calib/networks/ID.hpp>: the network's description, and a function ID(symbols...) that gives it at sizes
/// of its symbols. The same network gives the same bytes. Throws profile_error for an id that the header itself uses.
std::string network_header_text(const network_io::network_data& network);

}  // namespace calib::emit
