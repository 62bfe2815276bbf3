#include "fit/draw_rows.hpp"

#include <algorithm>
#include <numeric>

namespace calib::fit {

std::vector<Eigen::Index> draw_rows(Eigen::Index rows, Eigen::Index count, std::mt19937_64& random) {
  std::vector<Eigen::Index> all(static_cast<std::size_t>(rows));
  std::iota(all.begin(), all.end(), Eigen::Index{0});
  std::shuffle(all.begin(), all.end(), random);
  all.resize(static_cast<std::size_t>(std::min(rows, count)));
  return all;
}

drawn_measurements draw_measurements(std::span<const shape> shapes, std::span<const double> latency_s,
                                     Eigen::Index count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  drawn_measurements drawn;
  for (const Eigen::Index row : draw_rows(std::ssize(shapes), count, random)) {
    drawn.shapes.push_back(shapes[static_cast<std::size_t>(row)]);
    drawn.latency_s.push_back(latency_s[static_cast<std::size_t>(row)]);
  }
  return drawn;
}

}  // namespace calib::fit
