#include "plan/network_operations.hpp"

#include <algorithm>
#include <array>

namespace calib::plan {

bool occurs_in_networks(std::string_view operation) noexcept {
  static constexpr std::array<std::string_view, 8> others{"gemv",       "dot",   "axpy", "scale",
                                                          "stream_add", "triad", "read", "write"};
  return std::ranges::find(others, operation) == others.end();
}

}  // namespace calib::plan
