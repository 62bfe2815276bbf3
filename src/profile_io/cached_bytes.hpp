#pragma once
/// What a machine's caches hold.

#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// Bytes of all caches of all levels together: what is larger than that is in memory. 0 where no caches are known.
double cached_bytes(const machine_data& machine);

}  // namespace calib::profile_io
