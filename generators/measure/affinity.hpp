#pragma once
/// Keeps the measuring thread on one CPU, so that its caches and its clock are always the same ones.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace calib::measure {

/// Logical CPUs the calling thread may run on; empty when the system does not say.
[[nodiscard]] std::vector<int> allowed_cpus();

/// Pins the calling thread while it lives and restores its CPUs afterwards, on the same thread. Threads made meanwhile
/// inherit the pin: make worker threads before, or do not pin when measuring with several.
class pinned_thread {
 public:
  /// Best effort: a refusal (container, CPU not allowed) leaves the thread as it was, see pinned().
  explicit pinned_thread(int cpu);
  ~pinned_thread();
  pinned_thread(const pinned_thread&) = delete;
  pinned_thread& operator=(const pinned_thread&) = delete;

  [[nodiscard]] bool pinned() const noexcept { return cpu_ >= 0; }
  /// The CPU, or -1.
  [[nodiscard]] int cpu() const noexcept { return cpu_; }
  /// Reason and remedy when not pinned; empty otherwise.
  [[nodiscard]] const std::string& why_not() const noexcept { return reason_; }

 private:
  std::vector<int> before_;
  int cpu_ = -1;
  std::string reason_;
};

/// Keeps all threads of this process on some CPUs while it lives, those of libraries too, and gives each its own back
/// afterwards. A thread that is made meanwhile inherits the CPUs and keeps them until the end, when it gets those of
/// the thread that made this object.
class bound_process {
 public:
  /// Best effort, as pinned_thread. No CPUs: does nothing.
  explicit bound_process(const std::vector<std::size_t>& cpus);
  ~bound_process();
  bound_process(const bound_process&) = delete;
  bound_process& operator=(const bound_process&) = delete;

  [[nodiscard]] bool bound() const noexcept { return bound_; }

 private:
  std::vector<int> own_before_;
  std::map<int, std::vector<int>> before_;  // by thread
  bool bound_ = false;
};

/// CPU to measure on: the last allowed one, because interrupts and housekeeping favour the first; -1 when unknown.
[[nodiscard]] int preferred_cpu(const std::vector<int>& allowed) noexcept;

}  // namespace calib::measure
