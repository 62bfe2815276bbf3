#pragma once
/// A child process that is spoken to in lines: its own process group, its stdin and stdout, and the end of what it
/// writes to stderr. It runs on the CPUs of the thread that started it, and on Linux does not outlive that thread.

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace calib::external {

using deadline = std::chrono::steady_clock::time_point;

class process {
 public:
  /// Longer lines are read as a fault: 1000 rounds of 500 operations, at 20 bytes a number, fit in.
  static constexpr std::size_t longest_line = std::size_t{16} << 20;
  /// Of stderr, for messages.
  static constexpr std::size_t stderr_kept = 4096;

  /// Runs `command` with /bin/sh. Throws std::system_error where the system has no process or pipe left; that there is
  /// no such command shows as an end with status 127.
  explicit process(const std::string& command);
  /// Ends the whole process group at once.
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  enum class outcome {
    done,
    late,      ///< the deadline passed
    ended,     ///< the process closed its end; exit_text() says how it went
    half,      ///< the same, in the middle of a line
    too_long,  ///< a line longer than longest_line
  };

  /// Writes `line` and a newline.
  outcome write_line(std::string_view line, deadline until);
  /// Reads the next line, without its newline.
  outcome read_line(std::string& line, deadline until);
  /// Whether something was written that nobody has read.
  bool has_unread();

  /// Nothing is written to it any more: its stdin ends.
  void close_input() noexcept;

  /// SIGKILL to the group, and waits for the process. Harmless when it is over.
  void kill() noexcept;
  bool alive() const noexcept { return pid_ > 0; }

  /// "ended with status 3", "was ended by signal 11 (Segmentation fault)"; empty while it runs. Waits up to a second
  /// for a process that has closed its end.
  std::string exit_text();
  /// The exit status; -1 while it runs, and after a signal.
  int exit_status() const noexcept { return status_; }
  /// The end of what it wrote to stderr.
  std::string stderr_tail();

 private:
  /// Waits until `fd` is ready for `events`, reads stderr meanwhile; false at the deadline.
  bool wait_for(int fd, short events, deadline until);
  void drain_stderr();
  void reap(bool patiently) noexcept;

  pid_t pid_ = -1;
  int to_child_ = -1, from_child_ = -1, stderr_ = -1;
  int status_ = -1, signal_ = 0;
  std::string unread_, errors_;
};

}  // namespace calib::external
