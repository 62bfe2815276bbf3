#include "calibration/supervisor.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <system_error>

#include "calibration/stop_signal.hpp"

namespace calib::calibration {
namespace {

constexpr int interrupted_status = 130;
// What setitimer() takes on every system; eleven days.
constexpr double longest_alarm_s = 1e6;

// Signal handlers see globals only. They belong to the one supervisor there is.
std::atomic<pid_t> child{0};
std::atomic<int> interrupts{0};

// In the parent. The terminal's signals go to the whole group, others to the parent alone: so the child ignores both,
// and is told by a signal of its own.
void forward_interrupt(int) {
  const bool first = ++interrupts == 1;
  if (child != 0) ::kill(child, first ? SIGUSR1 : SIGKILL);
}

void set_alarm(double seconds) noexcept {
  seconds = std::min(seconds, longest_alarm_s);
  const double whole = std::floor(seconds);
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(whole);
  timer.it_value.tv_usec = static_cast<suseconds_t>((seconds - whole) * 1e6);
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

double now_s() noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// In the child: when what is inside is taken to hang; 0 outside.
std::atomic<double> deadline_s{0};

// The alarm may be this late, so that it serves many calls: setting it between two that are measured is a system call.
double alarm_slack_s(double limit_s) noexcept { return std::min(limit_s, 1.0); }

void end_what_hangs(int) {
  const double deadline = deadline_s;
  if (deadline == 0) return;
  if (const double left_s = deadline - now_s(); left_s > 0) {
    set_alarm(left_s);
    return;
  }
  handle_signal(SIGALRM, SIG_DFL);
  ::raise(SIGALRM);
}

template <std::size_t Size>
void copy_text(std::array<char, Size>& to, const std::string& text) {
  const std::size_t length = std::min(text.size(), Size - 1);
  std::memcpy(to.data(), text.data(), length);
  to[length] = '\0';
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
  }
  return status;
}

}  // namespace

// Plain memory: no pointer in it may mean something in one process only.
struct supervisor::shared_page {
  std::atomic<bool> inside;  // between enter() and leave()
  std::atomic<bool> resumable;
  double limit_s;
  calib::precision precision;
  std::array<char, 128> setting;
  std::array<char, 64> operation;
  std::array<char, 256> shape;
};

// The child is told by SIGUSR1, and may be before it can install a handler: it inherits this one.
supervisor::supervisor() : stop_(stop_on(SIGUSR1)) {
  void* memory = ::mmap(nullptr, sizeof(shared_page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  shared_ = new (memory) shared_page{};
  child = 0;
  interrupts = 0;
}

supervisor::~supervisor() { ::munmap(shared_, sizeof(shared_page)); }

std::optional<int> supervisor::start() {
  handle_signal(SIGINT, forward_interrupt);
  handle_signal(SIGTERM, forward_interrupt);
  for (;;) {
    shared_->inside = false;
    const pid_t parent = ::getpid();
    const pid_t made = ::fork();
    if (made < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (made == 0) {
      become_child(parent);
      return std::nullopt;
    }
    child = made;
    if (interrupts > 0) ::kill(made, SIGUSR1);  // it came before the child could be told
    const int status = wait_for(made);
    child = 0;
    if (WIFEXITED(status) && !shared_->inside) return WEXITSTATUS(status);
    if (interrupts > 0) return interrupted_status;
    blame(status);
  }
}

void supervisor::become_child(int parent) {
#if defined(__linux__)
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(interrupted_status);  // it has gone meanwhile
#endif
  (void)parent;
  handle_signal(SIGINT, SIG_IGN);
  handle_signal(SIGTERM, SIG_IGN);
  handle_signal(SIGALRM, end_what_hangs);
}

void supervisor::blame(int wait_status) {
  std::string how = "ended the program";
  if (WIFSIGNALED(wait_status)) {
    const int signal = WTERMSIG(wait_status);
    how = fmt::format("was ended by signal {} ({})", signal, ::strsignal(signal));
    if (signal == SIGALRM) how = fmt::format("hung: no end within {:.3g} s", shared_->limit_s);
    if (signal == SIGKILL) how += "; the system kills what takes too much memory";
  }
  if (!shared_->inside) {
    throw std::runtime_error("measuring " + how + " outside of any operation; --resume continues what was measured");
  }
  faults_.push_back({.table = {.setting = shared_->setting.data(),
                               .operation = shared_->operation.data(),
                               .precision = shared_->precision},
                     .reason = fmt::format("{}: {}", shared_->shape.data(), how)});
}

bool supervisor::resumable() const { return shared_->resumable; }

void supervisor::mark_resumable() { shared_->resumable = true; }

void supervisor::enter(const table_id& table, const std::string& shape, double limit_s) {
  copy_text(shared_->setting, table.setting);
  copy_text(shared_->operation, table.operation);
  copy_text(shared_->shape, shape);
  shared_->precision = table.precision;
  shared_->limit_s = limit_s;
  shared_->inside = true;
  limit_s = std::min(limit_s, longest_alarm_s);
  const double deadline = now_s() + limit_s;
  deadline_s = deadline;
  const double slack_s = alarm_slack_s(limit_s);
  if (alarm_s_ >= deadline && alarm_s_ <= deadline + slack_s) return;
  set_alarm(limit_s + slack_s);
  alarm_s_ = deadline + slack_s;
}

void supervisor::leave() noexcept {
  deadline_s = 0;
  shared_->inside = false;
}

}  // namespace calib::calibration
