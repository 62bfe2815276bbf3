#include "measure/counters.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#if defined(__linux__)
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace calib::measure {
namespace {

#if defined(__linux__)

class perf_counter final : public cycle_counter {
 public:
  perf_counter(int cycles, int instructions) : cycles_(cycles), instructions_(instructions) {}
  perf_counter(const perf_counter&) = delete;
  perf_counter& operator=(const perf_counter&) = delete;
  ~perf_counter() override {
    ::close(instructions_);
    ::close(cycles_);
  }

  [[nodiscard]] bool available() const override { return true; }
  [[nodiscard]] std::string why_not() const override { return {}; }

  void start() override {
    ::ioctl(cycles_, PERF_EVENT_IOC_RESET, PERF_IOC_FLAG_GROUP);
    ::ioctl(cycles_, PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP);
  }

  [[nodiscard]] std::optional<counts> stop() override {
    ::ioctl(cycles_, PERF_EVENT_IOC_DISABLE, PERF_IOC_FLAG_GROUP);
    group_reading reading{};
    if (::read(cycles_, &reading, sizeof reading) != static_cast<ssize_t>(sizeof reading)) {
      return std::nullopt;
    }
    const bool always_counting = reading.time_enabled - last_enabled_ == reading.time_running - last_running_;
    last_enabled_ = reading.time_enabled;
    last_running_ = reading.time_running;
    // A multiplexed count would have to be extrapolated; a missing one is the better answer. Zero cycles for
    // work that took time is what a virtual PMU that accepts but does not count returns.
    if (!always_counting || reading.values[0] == 0) {
      return std::nullopt;
    }
    return counts{.user_cycles = static_cast<double>(reading.values[0]),
                  .user_instructions = static_cast<double>(reading.values[1])};
  }

 private:
  // Layout of PERF_FORMAT_GROUP with both times, for two events.
  struct group_reading {
    std::uint64_t members = 0;
    std::uint64_t time_enabled = 0;
    std::uint64_t time_running = 0;
    std::array<std::uint64_t, 2> values{};
  };

  int cycles_;
  int instructions_;
  std::uint64_t last_enabled_ = 0;  // the kernel's times survive a reset
  std::uint64_t last_running_ = 0;
};

// Enough dependent work that a counter which counts at all sees it.
void spend_some_cycles() {
  volatile unsigned sink = 0;
  for (unsigned i = 0; i < 10000; ++i) {
    sink = sink + i;
  }
}

#endif

}  // namespace

#if defined(__linux__)
opened_event open_perf_event(hardware_event event, int group) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.size = sizeof attributes;
  attributes.config = event == hardware_event::cycles ? PERF_COUNT_HW_CPU_CYCLES : PERF_COUNT_HW_INSTRUCTIONS;
  attributes.disabled = group == -1 ? 1 : 0;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  attributes.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  const long descriptor = ::syscall(SYS_perf_event_open, &attributes, 0, -1, group, PERF_FLAG_FD_CLOEXEC);
  return {.descriptor = static_cast<int>(descriptor), .error_number = descriptor < 0 ? errno : 0};
}
#else
opened_event open_perf_event(hardware_event, int) { return {.descriptor = -1, .error_number = ENOSYS}; }
#endif

std::string explain_refusal(int error_number, std::optional<int> paranoid) {
  switch (error_number) {
    case EACCES:
    case EPERM:
      if (paranoid && *paranoid > 2) {
        return "perf_event_paranoid is " + std::to_string(*paranoid) +
               "; set it to 2 or lower: sysctl kernel.perf_event_paranoid=2";
      }
      return "the kernel or a seccomp filter refuses perf_event_open; in a container allow that call "
             "(docker: --cap-add PERFMON or a seccomp profile with perf_event_open)";
    case ENOENT:
    case EOPNOTSUPP:
    case ENODEV:
      return "no hardware cycle counter: this virtual machine has no virtual PMU; enable it in the hypervisor "
             "(KVM: -cpu host,pmu=on) or measure on the bare machine";
    case ENOSYS:
      return "this system has no perf_event_open; build the kernel with CONFIG_PERF_EVENTS";
    case EMFILE:
      return "too many open files; raise the limit with ulimit -n";
    case EBUSY:
      return "another program holds the counters; stop it (often the NMI watchdog: sysctl kernel.nmi_watchdog=0)";
    default:
      return std::string("perf_event_open failed: ") + std::strerror(error_number) +
             "; run perf stat -e cycles:u true to see whether perf itself works here";
  }
}

std::unique_ptr<cycle_counter> open_cycle_counter(const file_reader& files, const event_opener& opener) {
#if defined(__linux__)
  const auto refuse = [&files](int error_number) {
    std::optional<int> paranoid;
    if (const auto text = files.read("/proc/sys/kernel/perf_event_paranoid")) {
      if (const auto value = leading_number(*text)) {
        paranoid = static_cast<int>(*value);
      }
    }
    return std::make_unique<no_counter>(explain_refusal(error_number, paranoid));
  };
  const opened_event cycles = opener(hardware_event::cycles, -1);
  if (cycles.descriptor < 0) {
    return refuse(cycles.error_number);
  }
  const opened_event instructions = opener(hardware_event::instructions, cycles.descriptor);
  if (instructions.descriptor < 0) {
    ::close(cycles.descriptor);
    return refuse(instructions.error_number);
  }
  auto counter = std::make_unique<perf_counter>(cycles.descriptor, instructions.descriptor);
  counter->start();
  spend_some_cycles();
  if (!counter->stop()) {
    return std::make_unique<no_counter>(
        "the counter opens but does not count; the virtual PMU is incomplete: measure on the bare machine");
  }
  return counter;
#else
  (void)files;
  return std::make_unique<no_counter>(explain_refusal(opener(hardware_event::cycles, -1).error_number, std::nullopt));
#endif
}

}  // namespace calib::measure
