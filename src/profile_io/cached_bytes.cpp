#include "profile_io/cached_bytes.hpp"

#include <algorithm>
#include <cmath>

namespace calib::profile_io {

double cached_bytes(const machine_data& machine) {
  double sum = 0;
  for (const cache_data& one : machine.caches) {
    const double instances = std::ceil(static_cast<double>(std::max(machine.cores, 1U)) / one.shared_by);
    sum += instances * static_cast<double>(one.bytes);
  }
  return sum;
}

}  // namespace calib::profile_io
