#pragma once
/// A team of threads that runs one function at a time, each member its own part: what `#pragma omp parallel` does,
/// without its run-time library.

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

namespace calib::kernels::own {

/// Used by one thread at a time: its owner is member 0. Members wait by spinning a while, then sleep.
class thread_team {
 public:
  thread_team() = default;
  ~thread_team() { resize(1); }
  thread_team(const thread_team&) = delete;
  thread_team& operator=(const thread_team&) = delete;

  unsigned size() const noexcept { return static_cast<unsigned>(workers_.size()) + 1; }

  /// Ends or starts threads until there are `count`, at least 1. Throws std::system_error when the system refuses;
  /// the team then has one member.
  void resize(unsigned count);

  /// Calls `part(member, size())` on every member and returns when all have; `part` must not throw.
  template <class Part>
  void run(Part&& part) {
    if (workers_.empty()) {
      part(0u, 1u);
      return;
    }
    using function = std::remove_reference_t<Part>;
    run_all([](void* context, unsigned member, unsigned size) { (*static_cast<function*>(context))(member, size); },
            const_cast<std::remove_const_t<function>*>(std::addressof(part)));
  }

 private:
  using call = void (*)(void* context, unsigned member, unsigned size);

  void run_all(call function, void* context);
  void work(unsigned member, std::uint32_t seen) noexcept;
  void stop_all() noexcept;

  std::vector<std::thread> workers_;
  call function_ = nullptr;  // null: stop
  void* context_ = nullptr;
  unsigned size_ = 1;
  alignas(64) std::atomic<std::uint32_t> job_{0};  // counts the jobs given out
  alignas(64) std::atomic<std::uint32_t> unfinished_{0};
};

}  // namespace calib::kernels::own
