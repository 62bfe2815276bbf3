#pragma once
/// Dispatch: the part of a network's time that calls cost whatever they do.

#include <cstddef>
#include <optional>
#include <string_view>

#include "calib/loaded_network.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// The smallest call of a setting: as its profile states it (`overhead_s`), else the least latency in its tables.
struct smallest_call {
  double latency_s = 0;  ///< 0: unknown
  bool is_stated = false;
};

smallest_call smallest_call_of(const profile_io::profile_data& profile, std::string_view setting);

/// How much of a network would be left if each call of it that a table answers were the smallest one. The smallest call
/// does a little work, too, so this is more than what calls cost; much more where only large ones were measured.
struct dispatch {
  smallest_call call;
  std::size_t calls = 0;  ///< that tables answer
  double share = 0;       ///< of the network's latency
};

/// Nothing where no smallest call is known, and where no table answers.
std::optional<dispatch> dispatch_of(const network_estimate& network, const smallest_call& call);

}  // namespace calib::tool
