#include "measure/residency.hpp"

#include <algorithm>
#include <limits>

#include "measure/error.hpp"
#include "measure/shuffle.hpp"

namespace calib::measure {

resident_set::resident_set(std::span<const workload* const> workloads, std::size_t budget_bytes, std::uint64_t seed)
    : workloads_(workloads), slots_(workloads.size()), budget_bytes_(budget_bytes), seed_(seed) {
  for (std::size_t index = 0; index < slots_.size(); ++index) {
    slots_[index].bytes = workloads_[index]->working_set_bytes();
  }
}

bool resident_set::can_hold(std::size_t index) const { return slots_.at(index).bytes <= budget_bytes_; }

resident_workload& resident_set::acquire(std::size_t index) {
  slot& wanted = slots_.at(index);
  wanted.last_use = ++uses_;
  if (wanted.work) {
    return *wanted.work;
  }
  while (resident_bytes_ > 0 && resident_bytes_ + wanted.bytes > budget_bytes_) {
    drop_longest_unused();
  }
  // Each shape has its own data, and the same data whenever it comes back.
  random_bits bits(seed_ + index);
  wanted.work = workloads_[index]->prepare(bits.next());
  if (!wanted.work) {
    throw error(errc::invalid_argument, workloads_[index]->label(), "prepare() returned nothing",
                "return the workload with its operands or throw the reason");
  }
  resident_bytes_ += wanted.bytes;
  return *wanted.work;
}

void resident_set::drop(std::size_t index) noexcept {
  slot& unwanted = slots_[index];
  if (unwanted.work) {
    unwanted.work.reset();
    resident_bytes_ -= unwanted.bytes;
  }
}

bool resident_set::make_room_for(std::size_t index) noexcept {
  const std::size_t held = resident_bytes_;
  bool freed = false;
  for (std::size_t other = 0; other < slots_.size(); ++other) {
    if (other != index && slots_[other].work) {
      drop(other);
      freed = true;
    }
  }
  if (freed) {
    budget_bytes_ = std::max(slots_[index].bytes, held / 2);
  }
  return freed;
}

void resident_set::drop_longest_unused() noexcept {
  std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
  std::size_t victim = slots_.size();
  for (std::size_t index = 0; index < slots_.size(); ++index) {
    if (slots_[index].work && slots_[index].bytes > 0 && slots_[index].last_use < oldest) {
      oldest = slots_[index].last_use;
      victim = index;
    }
  }
  if (victim < slots_.size()) {
    drop(victim);
  }
}

std::vector<std::size_t> group_ends(std::span<const std::size_t> order, std::span<const workload* const> workloads,
                                    std::size_t budget_bytes) {
  std::vector<std::size_t> ends;
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < order.size(); ++at) {
    const std::size_t next = workloads[order[at]]->working_set_bytes();
    if (at > 0 && (bytes > budget_bytes || next > budget_bytes - bytes)) {
      ends.push_back(at);
      bytes = 0;
    }
    bytes += next;
  }
  if (!order.empty()) {
    ends.push_back(order.size());
  }
  return ends;
}

}  // namespace calib::measure
