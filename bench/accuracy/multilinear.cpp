#include "multilinear.hpp"

#include <algorithm>
#include <cstddef>

namespace calib::bench {

double multilinear(std::span<const std::vector<double>> axes, std::span<const double> values,
                   std::span<const double> where) {
  if (axes.empty()) return values.front();
  const std::vector<double>& knots = axes.front();
  const std::size_t stride = values.size() / knots.size();
  const auto value_at = [&](std::size_t knot) {
    return multilinear(axes.subspan(1), values.subspan(knot * stride, stride), where.subspan(1));
  };
  const auto above = std::upper_bound(knots.begin(), knots.end(), where.front());
  if (above == knots.begin()) return value_at(0);
  const auto low = static_cast<std::size_t>(above - knots.begin()) - 1;
  if (above == knots.end() || where.front() == knots[low]) return value_at(low);
  const double part = (where.front() - knots[low]) / (knots[low + 1] - knots[low]);
  return (1 - part) * value_at(low) + part * value_at(low + 1);
}

}  // namespace calib::bench
