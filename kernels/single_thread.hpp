#pragma once
/// set_threads() of a backend that has one thread.

#include <stdexcept>
#include <string>
#include <string_view>

namespace calib::kernels {

/// Throws std::invalid_argument, naming the backend, unless `count` is 1.
inline void require_one_thread(std::string_view backend, unsigned count) {
  if (count == 1) return;
  throw std::invalid_argument{std::string{backend} + " runs on one thread, asked for " + std::to_string(count)};
}

}  // namespace calib::kernels
