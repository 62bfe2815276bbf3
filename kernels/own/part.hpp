#pragma once
/// A team member's part of an array.

#include <algorithm>
#include <cstddef>

#include "kernels/aligned_buffer.hpp"

namespace calib::kernels::own {

struct range {
  std::size_t begin, size;
};

/// The member's part of `count` elements: contiguous, beginning at a cache line, so that no line has two writers.
template <class T>
range part_of(std::size_t count, unsigned member, unsigned members) noexcept {
  constexpr std::size_t line = buffer_alignment / sizeof(T);
  const std::size_t lines = (count + line - 1) / line;
  const std::size_t share = lines / members, extra = lines % members;
  const std::size_t begin = std::min(count, line * (share * member + std::min<std::size_t>(member, extra)));
  const std::size_t end = std::min(count, begin + line * (share + (member < extra ? 1 : 0)));
  return {begin, end - begin};
}

}  // namespace calib::kernels::own
