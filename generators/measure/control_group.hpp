#pragma once
/// What the control groups of this process grant it, version 1 and version 2: CPU time and memory, and how often the
/// process was stopped because its CPU time was used up.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/files.hpp"

namespace calib::measure {

/// The folders of this process's groups for one controller, from the group itself to the highest ancestor that can be
/// seen, of every mount. `controller` is a name of version 1: "cpu", "memory". The folders need not exist.
///
/// From /proc/self/cgroup and /proc/self/mountinfo; without them from where systems mount groups. A group above the
/// root of a control-group namespace has no name there: what is mounted stands for it.
[[nodiscard]] std::vector<std::string> group_folders(const file_reader& files, std::string_view controller);

struct group_limits {
  /// CPUs' worth of time, the tightest of the group and its ancestors; nothing when unlimited.
  std::optional<double> cpu_quota = std::nullopt;
  std::optional<std::size_t> memory_bytes = std::nullopt;  ///< the same of memory
};

[[nodiscard]] group_limits read_group_limits(const file_reader& files);

/// Since the groups were made, summed over the group and its ancestors.
struct group_throttling {
  double periods = 0;  ///< in which the quota was used up
  double seconds = 0;  ///< that CPUs stood still for it, all CPUs together

  [[nodiscard]] bool any() const noexcept { return periods > 0; }
  friend bool operator==(const group_throttling&, const group_throttling&) = default;
};

/// Nothing where no group counts.
[[nodiscard]] std::optional<group_throttling> read_group_throttling(const file_reader& files);

/// What came on top since this object was made.
class throttling_watch {
 public:
  /// `files` must outlive it.
  explicit throttling_watch(const file_reader& files) : files_(files), begin_(read_group_throttling(files)) {}
  /// None where no group counts.
  [[nodiscard]] group_throttling so_far() const;

 private:
  const file_reader& files_;
  std::optional<group_throttling> begin_;
};

}  // namespace calib::measure
