#include "fit/fits_at_once.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace calib::fit {
namespace {

// OpenBLAS's buffer, a stack, and what the fit and its thread take of the heap.
constexpr std::uint64_t bytes_of_a_fit = std::uint64_t{176} << 20U;

std::uint64_t address_space_in_use() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

bool address_space_is_limited() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

unsigned fits_at_once(unsigned wanted) {
  if (!address_space_is_limited()) return wanted;
  rlimit limit{};
  ::getrlimit(RLIMIT_AS, &limit);
  const std::uint64_t used = address_space_in_use();
  const std::uint64_t room = limit.rlim_cur > used ? (limit.rlim_cur - used) / bytes_of_a_fit : 0;
  if (room == 0) {
    throw std::runtime_error("a fit needs " + std::to_string(bytes_of_a_fit >> 20U) + " MiB of address space, and of " +
                             std::to_string(limit.rlim_cur >> 20U) + " MiB only " +
                             std::to_string((limit.rlim_cur - std::min<std::uint64_t>(used, limit.rlim_cur)) >> 20U) +
                             " are left: raise the limit (ulimit -v)");
  }
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, room));
}

}  // namespace calib::fit
