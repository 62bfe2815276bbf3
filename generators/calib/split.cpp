#include "split.hpp"

#include <algorithm>
#include <limits>

namespace calib::tool {
namespace {

double transfer(const segment& to, const link& between) {
  return to.moves * (between.latency_s + (between.bytes_per_s > 0 ? to.bytes_in / between.bytes_per_s : 0.0));
}

}  // namespace

assignment best_assignment(std::span<const segment> segments, const link& between) {
  if (segments.empty()) return {};
  const std::size_t devices = segments.front().seconds.size();
  // least[i][d]: the least time of the first i + 1 segments, the last of them on d; from[i][d]: where the one before
  // was.
  std::vector<std::vector<double>> least(segments.size(), segments.front().seconds);
  std::vector<std::vector<std::size_t>> from(segments.size(), std::vector<std::size_t>(devices));
  for (std::size_t i = 1; i < segments.size(); ++i) {
    for (std::size_t d = 0; d < devices; ++d) {
      double best = std::numeric_limits<double>::infinity();
      for (std::size_t before = 0; before < devices; ++before) {
        const double moved = before == d ? 0.0 : transfer(segments[i], between);
        if (least[i - 1][before] + moved < best) {
          best = least[i - 1][before] + moved;
          from[i][d] = before;
        }
      }
      least[i][d] = best + segments[i].seconds[d];
    }
  }
  assignment out;
  out.device.resize(segments.size());
  const auto end = std::ranges::min_element(least.back());
  out.seconds = *end;
  out.device.back() = static_cast<std::size_t>(end - least.back().begin());
  for (std::size_t i = segments.size() - 1; i > 0; --i) {
    out.device[i - 1] = from[i][out.device[i]];
    if (out.device[i - 1] != out.device[i]) out.transfer_seconds += transfer(segments[i], between);
  }
  return out;
}

}  // namespace calib::tool
