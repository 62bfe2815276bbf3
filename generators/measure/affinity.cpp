#include "measure/affinity.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

#if defined(__linux__)
#include <sched.h>

#include <filesystem>
#include <system_error>

#include "measure/files.hpp"
#endif

namespace calib::measure {
namespace {

#if defined(__linux__)

// CPU sets of any size: cpu_set_t ends at 1024 CPUs.
constexpr int most_cpus = 8192;

class cpu_set {
 public:
  cpu_set() : set_(CPU_ALLOC(most_cpus), [](cpu_set_t* set) { CPU_FREE(set); }) { CPU_ZERO_S(bytes(), set_.get()); }

  [[nodiscard]] static std::size_t bytes() noexcept { return CPU_ALLOC_SIZE(most_cpus); }
  [[nodiscard]] cpu_set_t* get() const noexcept { return set_.get(); }
  void add(int cpu) noexcept { CPU_SET_S(static_cast<std::size_t>(cpu), bytes(), set_.get()); }
  [[nodiscard]] bool has(int cpu) const noexcept {
    return CPU_ISSET_S(static_cast<std::size_t>(cpu), bytes(), set_.get()) != 0;
  }

 private:
  std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set_;
};

// A thread, or 0 for the calling one.
bool restrict_to(const std::vector<int>& cpus, int thread = 0) noexcept {
  const cpu_set allowed = [&cpus] {
    cpu_set made;
    for (const int cpu : cpus) {
      made.add(cpu);
    }
    return made;
  }();
  return ::sched_setaffinity(thread, cpu_set::bytes(), allowed.get()) == 0;
}

std::vector<int> cpus_of_thread(int thread) {
  const cpu_set allowed;
  std::vector<int> cpus;
  if (::sched_getaffinity(thread, cpu_set::bytes(), allowed.get()) != 0) {
    return cpus;
  }
  for (int cpu = 0; cpu < most_cpus; ++cpu) {
    if (allowed.has(cpu)) {
      cpus.push_back(cpu);
    }
  }
  return cpus;
}

std::vector<int> threads_of_this_process() {
  std::vector<int> threads;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", unreadable)) {
    if (const auto number = leading_number(entry.path().filename().string())) {
      threads.push_back(static_cast<int>(*number));
    }
  }
  if (threads.empty()) {
    threads.push_back(0);
  }
  return threads;
}

#endif

}  // namespace

#if defined(__linux__)

std::vector<int> allowed_cpus() { return cpus_of_thread(0); }

pinned_thread::pinned_thread(int cpu) : before_(allowed_cpus()) {
  if (std::find(before_.begin(), before_.end(), cpu) == before_.end()) {
    reason_ = "CPU " + std::to_string(cpu) + " is not allowed for this process; choose one of taskset -p $$";
    return;
  }
  if (!restrict_to({cpu})) {
    reason_ = std::string("sched_setaffinity: ") + std::strerror(errno) + "; pin from outside with taskset -c";
    return;
  }
  cpu_ = cpu;
}

pinned_thread::~pinned_thread() {
  if (pinned()) {
    restrict_to(before_);
  }
}

bound_process::bound_process(const std::vector<std::size_t>& cpus) : own_before_(allowed_cpus()) {
  if (cpus.empty()) {
    return;
  }
  const std::vector<int> wanted(cpus.begin(), cpus.end());
  bound_ = true;
  for (const int thread : threads_of_this_process()) {
    std::vector<int> earlier = cpus_of_thread(thread);
    if (restrict_to(wanted, thread)) {
      before_.emplace(thread, std::move(earlier));
    } else {
      bound_ = false;
    }
  }
}

bound_process::~bound_process() {
  if (before_.empty()) {
    return;
  }
  for (const int thread : threads_of_this_process()) {
    const auto known = before_.find(thread);
    restrict_to(known == before_.end() ? own_before_ : known->second, thread);
  }
}

#else

std::vector<int> allowed_cpus() { return {}; }

bound_process::bound_process(const std::vector<std::size_t>&) {}

bound_process::~bound_process() = default;

pinned_thread::pinned_thread(int) : reason_("this system cannot pin threads; close other programs while measuring") {}

pinned_thread::~pinned_thread() = default;

#endif

int preferred_cpu(const std::vector<int>& allowed) noexcept { return allowed.empty() ? -1 : allowed.back(); }

}  // namespace calib::measure
