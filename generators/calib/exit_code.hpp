#pragma once
/// What the program's exit status means. Scripts rely on these numbers.

namespace calib::tool {

enum exit_code : int {
  ok = 0,
  internal_error = 1,
  usage = 2,
  below_quality = 3,     ///< a table is worse than --require-quality
  beyond_threshold = 4,  ///< profiles differ by more than --threshold
  invalid_profile = 5,
  interrupted = 130,  ///< by Ctrl-C; what was measured is kept
};

}  // namespace calib::tool
