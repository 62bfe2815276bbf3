#include "fit/draw_rows.hpp"

#include <algorithm>
#include <numeric>

namespace calib::fit {

std::vector<Eigen::Index> draw_rows(Eigen::Index rows, Eigen::Index most, std::mt19937_64& random) {
  std::vector<Eigen::Index> all(static_cast<std::size_t>(rows));
  std::iota(all.begin(), all.end(), Eigen::Index{0});
  std::shuffle(all.begin(), all.end(), random);
  all.resize(static_cast<std::size_t>(std::min(rows, most)));
  return all;
}

}  // namespace calib::fit
