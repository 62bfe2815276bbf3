#include "fit/fits_at_once.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <optional>
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

/// In bytes; nothing where there is none.
std::optional<std::uint64_t> address_space_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

}  // namespace

bool address_space_is_limited() { return address_space_limit().has_value(); }

unsigned fits_at_once(unsigned wanted) {
  const std::optional<std::uint64_t> limit = address_space_limit();
  if (!limit) return wanted;
  const std::uint64_t left = *limit - std::min(address_space_in_use(), *limit), room = left / bytes_of_a_fit;
  if (room == 0) {
    const auto mebibytes = [](std::uint64_t bytes) { return std::to_string(bytes >> 20U); };
    throw std::runtime_error("a fit needs " + mebibytes(bytes_of_a_fit) + " MiB of address space, and of " +
                             mebibytes(*limit) + " MiB only " + mebibytes(left) +
                             " are left: raise the limit (ulimit -v)");
  }
  return static_cast<unsigned>(std::min<std::uint64_t>(wanted, room));
}

}  // namespace calib::fit
