#include "kernels/external/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

namespace calib::external {
namespace {

/// Two ends, closed unless they are given away.
struct two_ends {
  std::array<int, 2> fd{-1, -1};

  two_ends() = default;
  two_ends(const two_ends&) = delete;
  two_ends& operator=(const two_ends&) = delete;
  ~two_ends() {
    for (const int one : fd) {
      if (one >= 0) ::close(one);
    }
  }
  int take(std::size_t which) noexcept { return std::exchange(fd[which], -1); }
  void close_on_exec() const {
    for (const int one : fd) ::fcntl(one, F_SETFD, FD_CLOEXEC);
  }
};

void open_pipe(two_ends& ends) {
  if (::pipe(ends.fd.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  ends.close_on_exec();
}

// A socket and not a pipe: a write to an engine that has ended is then an error and no SIGPIPE.
void open_socket(two_ends& ends) {
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.fd.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  ends.close_on_exec();
}

/// In the child, between fork and exec: calls that are safe there and no others.
[[noreturn]] void become(const char* command, int in, int out, int err, pid_t parent) {
  ::setpgid(0, 0);
#if defined(__linux__)
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
#endif
  (void)parent;
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1}) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::dup2(in, STDIN_FILENO) < 0 || ::dup2(out, STDOUT_FILENO) < 0 || ::dup2(err, STDERR_FILENO) < 0) ::_exit(127);
  ::execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  ::_exit(127);
}

int milliseconds_until(deadline until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, 1'000'000));
}

}  // namespace

process::process(const std::string& command) {
  two_ends in, out, err;
  open_socket(in);
  open_pipe(out);
  open_pipe(err);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) become(command.c_str(), in.fd[0], out.fd[1], err.fd[1], parent);
  ::setpgid(pid_, pid_);  // whoever comes first: a kill must find the group
  to_child_ = in.take(1);
  from_child_ = out.take(0);
  stderr_ = err.take(0);
  for (const int fd : {to_child_, from_child_, stderr_}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
}

process::~process() {
  kill();
  for (const int fd : {to_child_, from_child_, stderr_}) ::close(fd);
}

bool process::wait_for(int fd, short events, deadline until) {
  for (;;) {
    std::array<pollfd, 2> watched{{{fd, events, 0}, {stderr_, POLLIN, 0}}};
    const int found = ::poll(watched.data(), watched.size(), milliseconds_until(until));
    if (found < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    if (found > 0 && watched[0].revents != 0) return true;
    if (found > 0 && watched[1].revents != 0) {
      drain_stderr();
      // Closed for good: poll() would report that for ever.
      if ((watched[1].revents & POLLIN) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (std::chrono::steady_clock::now() >= until) return false;
  }
}

void process::drain_stderr() {
  std::array<char, 4096> block;
  for (ssize_t got; (got = ::read(stderr_, block.data(), block.size())) > 0;) {
    errors_.append(block.data(), static_cast<std::size_t>(got));
    if (errors_.size() > stderr_kept) errors_.erase(0, errors_.size() - stderr_kept);
  }
}

process::outcome process::write_line(std::string_view line, deadline until) {
  std::string text{line};
  text += '\n';
  for (std::string_view rest = text; !rest.empty();) {
    if (!wait_for(to_child_, POLLOUT, until)) return outcome::late;
    const ssize_t sent = ::send(to_child_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return outcome::ended;
  }
  return outcome::done;
}

process::outcome process::read_line(std::string& line, deadline until) {
  std::size_t searched = 0;
  std::array<char, 65536> block;
  for (;;) {
    const std::size_t end = unread_.find('\n', searched);
    if (end != std::string::npos) {
      line.assign(unread_, 0, end);
      unread_.erase(0, end + 1);
      return outcome::done;
    }
    if (unread_.size() > longest_line) return outcome::too_long;
    searched = unread_.size();
    if (!wait_for(from_child_, POLLIN, until)) return outcome::late;
    const ssize_t got = ::read(from_child_, block.data(), block.size());
    if (got > 0) unread_.append(block.data(), static_cast<std::size_t>(got));
    const bool over = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
    if (over) return unread_.empty() ? outcome::ended : outcome::half;
  }
}

bool process::has_unread() {
  if (!unread_.empty()) return true;
  std::array<char, 4096> block;
  const ssize_t got = ::read(from_child_, block.data(), block.size());
  if (got > 0) unread_.append(block.data(), static_cast<std::size_t>(got));
  return got > 0;
}

void process::reap(bool patiently) noexcept {
  if (pid_ <= 0) return;
  int status = 0;
  pid_t found;
  while ((found = ::waitpid(pid_, &status, patiently ? 0 : WNOHANG)) < 0 && errno == EINTR) {
  }
  if (found == 0) return;
  pid_ = -1;
  if (found > 0 && WIFEXITED(status)) status_ = WEXITSTATUS(status);
  if (found > 0 && WIFSIGNALED(status)) signal_ = WTERMSIG(status);
}

void process::close_input() noexcept { ::shutdown(to_child_, SHUT_WR); }

void process::kill() noexcept {
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);  // it may have left its group
  reap(true);
}

std::string process::exit_text() {
  using namespace std::chrono_literals;
  for (int tries = 0; pid_ > 0 && tries < 100; ++tries) {
    reap(false);
    if (pid_ > 0) std::this_thread::sleep_for(10ms);
  }
  if (signal_ != 0) return "was ended by signal " + std::to_string(signal_) + " (" + ::strsignal(signal_) + ")";
  if (status_ >= 0) return "ended with status " + std::to_string(status_);
  return pid_ > 0 ? "closed its output" : "ended";
}

std::string process::stderr_tail() {
  drain_stderr();
  return errors_;
}

}  // namespace calib::external
