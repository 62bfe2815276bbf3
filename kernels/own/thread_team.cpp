#include "kernels/own/thread_team.hpp"

namespace calib::kernels::own {
namespace {

/// Some 20 to 50 µs: longer than the gap between repeats, shorter than anyone minds when the team is idle.
constexpr int spins_before_sleep = 1000;

void pause_briefly() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory");
#endif
}

/// Waits until `value` is no longer `old`; returns what it then is.
std::uint32_t wait_for_change(const std::atomic<std::uint32_t>& value, std::uint32_t old) noexcept {
  for (int spin = 0; spin < spins_before_sleep; ++spin) {
    const std::uint32_t now = value.load(std::memory_order_acquire);
    if (now != old) return now;
    pause_briefly();
  }
  value.wait(old, std::memory_order_acquire);
  return value.load(std::memory_order_acquire);
}

}  // namespace

void thread_team::resize(unsigned count) {
  if (count == size()) return;
  stop_all();
  try {
    workers_.reserve(count - 1);
    const std::uint32_t seen = job_.load(std::memory_order_relaxed);
    for (unsigned member = 1; member < count; ++member) {
      workers_.emplace_back([this, member, seen] { work(member, seen); });
    }
  } catch (...) {
    stop_all();
    throw;
  }
}

void thread_team::run_all(call function, void* context) {
  function_ = function;
  context_ = context;
  size_ = size();
  unfinished_.store(size_ - 1, std::memory_order_relaxed);
  job_.fetch_add(1, std::memory_order_release);
  job_.notify_all();
  if (function != nullptr) function(context, 0, size_);
  for (std::uint32_t left = unfinished_.load(std::memory_order_acquire); left != 0;) {
    left = wait_for_change(unfinished_, left);
  }
}

void thread_team::work(unsigned member, std::uint32_t seen) noexcept {
  for (;;) {
    seen = wait_for_change(job_, seen);
    const call function = function_;
    if (function != nullptr) function(context_, member, size_);
    if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_one();
    if (function == nullptr) return;
  }
}

void thread_team::stop_all() noexcept {
  if (workers_.empty()) return;
  run_all(nullptr, nullptr);
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

}  // namespace calib::kernels::own
