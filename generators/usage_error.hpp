#pragma once
/// A mistake in what the user asked for: exit code 2.

#include <stdexcept>

namespace calib {

struct usage_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace calib
