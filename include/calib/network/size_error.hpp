#pragma once
/// What is wrong with the sizes that a network was asked at.

#include <stdexcept>

namespace calib {

/// Thrown for a symbol that a network does not have, and for a size of 0 where none can be; what() names those it has.
class network_size_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

}  // namespace calib
