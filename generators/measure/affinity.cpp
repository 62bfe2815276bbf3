#include "measure/affinity.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#if defined(__linux__)
#include <sched.h>
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

bool restrict_to(const std::vector<int>& cpus) noexcept {
  const cpu_set allowed = [&cpus] {
    cpu_set made;
    for (const int cpu : cpus) {
      made.add(cpu);
    }
    return made;
  }();
  return ::sched_setaffinity(0, cpu_set::bytes(), allowed.get()) == 0;
}

#endif

}  // namespace

#if defined(__linux__)

std::vector<int> allowed_cpus() {
  const cpu_set allowed;
  std::vector<int> cpus;
  if (::sched_getaffinity(0, cpu_set::bytes(), allowed.get()) != 0) {
    return cpus;
  }
  for (int cpu = 0; cpu < most_cpus; ++cpu) {
    if (allowed.has(cpu)) {
      cpus.push_back(cpu);
    }
  }
  return cpus;
}

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

#else

std::vector<int> allowed_cpus() { return {}; }

pinned_thread::pinned_thread(int) : reason_("this system cannot pin threads; close other programs while measuring") {}

pinned_thread::~pinned_thread() = default;

#endif

int preferred_cpu(const std::vector<int>& allowed) noexcept { return allowed.empty() ? -1 : allowed.back(); }

}  // namespace calib::measure
