#pragma once
/// Progress on stderr: one line redrawn in place on a terminal, a plain line now and then elsewhere.

#include <cstdio>
#include <string>
#include <string_view>

namespace calib::console {

class progress_line {
 public:
  /// `quiet` shows nothing. Whether `out` is a terminal is asked once.
  explicit progress_line(std::FILE* out, bool quiet);
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  /// Whether a new text would be shown `now_s` seconds into the run; ask before composing it.
  bool due(double now_s) const;
  void show(double now_s, std::string_view text);

  /// Ends the redrawn line, so that other output starts on its own.
  void finish();

 private:
  std::FILE* out_;
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  double last_s_ = -1e9;
};

}  // namespace calib::console
