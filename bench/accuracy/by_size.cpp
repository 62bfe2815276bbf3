#include "by_size.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <limits>

#include "usage_error.hpp"

namespace calib::bench {
namespace {

constexpr std::size_t no_end = std::numeric_limits<std::size_t>::max();
constexpr struct {
  std::size_t first, last;
} groups[] = {{1, 1}, {2, 2}, {3, 16}, {17, 128}, {129, 1024}, {1025, no_end}};

std::string name_of(std::string_view dimension, std::size_t first, std::size_t last) {
  if (first == last) return fmt::format("{} = {}", dimension, first);
  if (last == no_end) return fmt::format("{} from {}", dimension, first);
  return fmt::format("{} {} to {}", dimension, first, last);
}

}  // namespace

std::vector<errors_of_sizes> by_size(std::span<const fit::judged_shape> judged, std::span<const std::string> dimensions,
                                     std::string_view dimension) {
  const auto found = std::find(dimensions.begin(), dimensions.end(), dimension);
  if (found == dimensions.end()) {
    throw usage_error(fmt::format("no dimension '{}'; the operation has {}", dimension, fmt::join(dimensions, ", ")));
  }
  const auto axis = static_cast<std::size_t>(found - dimensions.begin());
  std::vector<errors_of_sizes> all;
  for (const auto& [first, last] : groups) {
    std::vector<fit::judged_shape> some;
    for (const fit::judged_shape& one : judged) {
      if (one.dims[axis] >= first && one.dims[axis] <= last) some.push_back(one);
    }
    if (!some.empty()) all.push_back({name_of(dimension, first, last), fit::evaluate(some).all});
  }
  all.push_back({"all", fit::evaluate(judged).all});
  return all;
}

}  // namespace calib::bench
