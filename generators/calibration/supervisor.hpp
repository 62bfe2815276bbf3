#pragma once
/// Runs the measuring in a child process, so that a kernel that crashes or hangs takes down one table and not the
/// calibration. The parent sleeps in waitpid() and costs the child nothing; a hang ends by the child's own alarm.
///
///   supervisor watch;
///   if (const auto status = watch.start()) return *status;   // the parent, once a child has ended by itself
///   // A child, from here on. The tables in watch.faults() brought those before it down.
///
/// The child marks what it runs in memory that both share. When it dies there, the parent blames that table and starts
/// the next child. SIGINT and SIGTERM reach the child as a request to stop; the second one ends it at once. A child
/// does not outlive its parent, whatever ends that.

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "calibration/fault.hpp"

namespace calib::calibration {

class supervisor {
 public:
  /// One supervisor at a time. Throws std::system_error.
  supervisor();
  ~supervisor();
  supervisor(const supervisor&) = delete;
  supervisor& operator=(const supervisor&) = delete;

  /// Nothing in a child. In the parent: the exit status of the last child, or 130 where a second signal ended it.
  /// Throws std::runtime_error where a child died and had marked nothing: nobody is to blame, and it would die again.
  /// Start no threads before.
  std::optional<int> start();

  /// Becomes true in the child on a request to stop.
  const std::atomic<bool>& stop() const { return stop_; }
  /// What was found out before this child began.
  const std::vector<fault>& faults() const { return faults_; }
  /// Whether an earlier child has called mark_resumable().
  bool resumable() const;

  /// Called by the child. After `limit_s` seconds inside, or up to one more, it is taken to hang and ends.
  void enter(const table_id& table, const std::string& shape, double limit_s);
  void leave() noexcept;
  void mark_resumable();

 private:
  struct shared_page;

  void become_child(int parent);
  void blame(int wait_status);

  shared_page* shared_;
  const std::atomic<bool>& stop_;
  std::vector<fault> faults_;
  double alarm_s_ = 0;  ///< when the alarm of the child comes, by the system's monotonic clock
};

}  // namespace calib::calibration
