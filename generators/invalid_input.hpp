#pragma once
/// A file that somebody gave and that cannot be used: exit code 5, as for a profile that is none.

#include <stdexcept>

namespace calib {

struct invalid_input : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace calib
