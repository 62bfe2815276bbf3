#pragma once
/// Which workloads are in memory. Thousands of shapes do not fit at once, and preparing one (allocate, fill with random
/// numbers) costs far more than a sample; so prepared workloads stay until their memory is needed.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "measure/workload.hpp"

namespace calib::measure {

class resident_set {
 public:
  /// The workloads must outlive the set. Budget in bytes of working sets.
  resident_set(std::span<const workload* const> workloads, std::size_t budget_bytes, std::uint64_t seed);

  /// Whether this workload fits the budget at all.
  [[nodiscard]] bool can_hold(std::size_t index) const;

  /// The prepared workload, preparing it and dropping the ones longest unused where needed. Throws what prepare()
  /// throws.
  resident_workload& acquire(std::size_t index);

  /// Memory was refused to this workload although the budget allowed it: frees all others and from now on holds at most
  /// half of what was held. False where there was nothing to free.
  bool make_room_for(std::size_t index) noexcept;

  /// Frees one workload; nothing happens when it is not resident.
  void drop(std::size_t index) noexcept;

  [[nodiscard]] std::size_t budget_bytes() const noexcept { return budget_bytes_; }
  [[nodiscard]] std::size_t resident_bytes() const noexcept { return resident_bytes_; }
  [[nodiscard]] bool resident(std::size_t index) const { return slots_.at(index).work != nullptr; }

 private:
  struct slot {
    std::unique_ptr<resident_workload> work;
    std::size_t bytes = 0;
    std::uint64_t last_use = 0;
  };

  void drop_longest_unused() noexcept;

  std::span<const workload* const> workloads_;
  std::vector<slot> slots_;
  std::size_t budget_bytes_;
  std::uint64_t seed_;
  std::size_t resident_bytes_ = 0;
  std::uint64_t uses_ = 0;
};

/// Cuts an order of visits into consecutive groups whose working sets fit the budget together; a workload larger than
/// the budget is a group of its own. Returns the end index of each group.
[[nodiscard]] std::vector<std::size_t> group_ends(std::span<const std::size_t> order,
                                                  std::span<const workload* const> workloads, std::size_t budget_bytes);

}  // namespace calib::measure
