#include "measure/thread_evidence.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <vector>

#include "measure/clock.hpp"
#include "measure/files.hpp"

namespace calib::measure {
namespace {

// Beyond this, reading /proc/stat twice a sample would cost more than a tenth of the shortest sample.
constexpr double dear_read_s = 10e-6;

// The per-CPU lines stand at the top: 16 KiB hold those of the first 200 CPUs.
constexpr std::size_t stat_bytes = std::size_t{16} << 10U;

// A /proc file kept open: reading it again costs one system call instead of three.
class open_file {
 public:
  explicit open_file(const char* path) : descriptor_(::open(path, O_RDONLY | O_CLOEXEC)) {}
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  ~open_file() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }

  [[nodiscard]] std::string_view read_again(std::vector<char>& buffer) const noexcept {
    if (descriptor_ < 0) {
      return {};
    }
    const ssize_t got = ::pread(descriptor_, buffer.data(), buffer.size(), 0);
    return got <= 0 ? std::string_view{} : std::string_view(buffer.data(), static_cast<std::size_t>(got));
  }

 private:
  int descriptor_;
};

struct reading {
  rusage usage{};
  int cpu = -1;
  double cpu_s = 0.0;
  std::optional<double> run_delay_s;
  std::optional<double> steal_s;
};

class thread_observer final : public evidence_source {
 public:
  thread_observer() {
    steady_clock_source clock;
    constexpr int trials = 8;
    const auto begin = clock.now_ns();
    for (int i = 0; i < trials; ++i) {
      (void)steal_now(0);
    }
    steal_is_cheap_ = seconds_between(begin, clock.now_ns()) / trials < dear_read_s;
  }

  void begin() override {
    before_.cpu = ::sched_getcpu();
    before_.steal_s = steal_now(before_.cpu);
    before_.run_delay_s = run_delay_seconds(schedstat_.read_again(buffer_));
    ::getrusage(RUSAGE_THREAD, &before_.usage);
    before_.cpu_s = thread_cpu_seconds();  // last here and first in end(): closest to the timed work
  }

  [[nodiscard]] evidence end() override {
    evidence seen;
    seen.thread_cpu_s = thread_cpu_seconds() - before_.cpu_s;
    rusage usage{};
    ::getrusage(RUSAGE_THREAD, &usage);
    seen.involuntary_switches = usage.ru_nivcsw - before_.usage.ru_nivcsw;
    seen.minor_faults = usage.ru_minflt - before_.usage.ru_minflt;
    seen.major_faults = usage.ru_majflt - before_.usage.ru_majflt;
    seen.run_delay_s = difference(before_.run_delay_s, run_delay_seconds(schedstat_.read_again(buffer_)));
    const int cpu = ::sched_getcpu();
    seen.migrated = cpu != before_.cpu;
    if (!seen.migrated) {
      seen.steal_s = difference(before_.steal_s, steal_now(cpu));
    }
    return seen;
  }

 private:
  [[nodiscard]] static std::optional<double> difference(std::optional<double> from, std::optional<double> to) {
    if (!from || !to) {
      return std::nullopt;
    }
    return std::max(0.0, *to - *from);
  }

  [[nodiscard]] std::optional<double> steal_now(int cpu) {
    if (!steal_is_cheap_ || cpu < 0) {
      return std::nullopt;
    }
    std::array<char, 16> label{'c', 'p', 'u'};
    const auto end = std::to_chars(label.data() + 3, label.data() + label.size(), cpu).ptr;
    const std::string_view name(label.data(), static_cast<std::size_t>(end - label.data()));
    return steal_seconds(stat_.read_again(buffer_), name, ticks_per_second_);
  }

  open_file schedstat_{"/proc/thread-self/schedstat"};
  open_file stat_{"/proc/stat"};
  std::vector<char> buffer_ = std::vector<char>(stat_bytes);
  double ticks_per_second_ = static_cast<double>(::sysconf(_SC_CLK_TCK));
  bool steal_is_cheap_ = true;
  reading before_;
};

}  // namespace

std::optional<double> run_delay_seconds(std::string_view schedstat) noexcept {
  const std::size_t space = schedstat.find(' ');
  if (space == std::string_view::npos) {
    return std::nullopt;
  }
  const auto waiting_ns = leading_number(schedstat.substr(space + 1));
  return waiting_ns ? std::optional(1e-9 * static_cast<double>(*waiting_ns)) : std::nullopt;
}

std::optional<double> steal_seconds(std::string_view stat, std::string_view cpu, double ticks_per_second) {
  // Columns after the label: user nice system idle iowait irq softirq steal.
  constexpr std::size_t steal_column = 8;
  while (!stat.empty()) {
    const std::size_t end = stat.find('\n');
    const std::string_view line = stat.substr(0, end);
    if (line.starts_with(cpu) && line.size() > cpu.size() && line[cpu.size()] == ' ') {
      const auto columns = words(line);
      if (columns.size() <= steal_column) {
        return std::nullopt;
      }
      const auto ticks = leading_number(columns[steal_column]);
      return ticks ? std::optional(static_cast<double>(*ticks) / ticks_per_second) : std::nullopt;
    }
    stat = end == std::string_view::npos ? std::string_view{} : stat.substr(end + 1);
  }
  return std::nullopt;
}

std::unique_ptr<evidence_source> observe_this_thread() { return std::make_unique<thread_observer>(); }

}  // namespace calib::measure
