#pragma once
/// Kinds of cores: processors with performance and efficiency cores, big and little ones.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/files.hpp"

namespace calib::measure {

/// What is known of one logical CPU that may tell its kind. 0 and empty: unknown.
struct cpu_traits {
  std::size_t cpu = 0;
  /// "core", "atom" or "lowpower", as the kernel of x86 names its kinds; on ARM the part: "0x41 0xd44".
  std::string type;
  double capacity = 0;  ///< as the scheduler of arm64 knows it, 1024 for the fastest
  double max_hz = 0;    ///< highest clock
  double rating = 0;    ///< the firmware's "highest performance" (ACPI CPPC)
};

struct core_kind {
  std::string name;               ///< "performance", "efficiency", "low_power", "middle": a part of C++ identifiers
  std::vector<std::size_t> cpus;  ///< logical CPUs, increasing
  double max_hz = 0;              ///< 0 when unknown

  friend bool operator==(const core_kind&, const core_kind&) = default;
};

/// The kinds, fastest first; none where all CPUs are of one kind.
///
/// CPUs of different types are of different kinds. Within a type, a step of 10 % or more in capacity, in the highest
/// clock or in rating separates kinds: favoured cores of one kind differ by a few percent.
[[nodiscard]] std::vector<core_kind> kinds_of(std::span<const cpu_traits> cpus);

/// The traits of these CPUs, from /sys and /proc/cpuinfo.
[[nodiscard]] std::vector<cpu_traits> traits_from_sysfs(const file_reader& files, std::span<const std::size_t> cpus);

/// By name or by its number, "0" for the fastest; nullptr for one that there is not.
[[nodiscard]] const core_kind* find_kind(std::span<const core_kind> kinds, std::string_view name);

/// "0-3,8", as kernels write lists.
[[nodiscard]] std::string cpu_list(std::span<const std::size_t> cpus);

}  // namespace calib::measure
