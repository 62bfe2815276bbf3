#pragma once
/// Share of the roofline over m and n of a matrix product.

#include <cstddef>
#include <string>
#include <vector>

#include "report/point_series.hpp"

namespace calib::report {

struct heat_map {
  std::string id, title;
  std::size_t k = 0;
  std::vector<std::size_t> m, n;
  std::vector<double> share;  ///< row-major, a row for each m
};

/// One map for each table of gemm and linear whose peaks are known: at powers of two within what was measured, the
/// reduction as long as the power of two that is nearest to 1024 and was measured, too.
std::vector<heat_map> heat_maps_of(const std::vector<source_profile>& profiles);

/// The map as an <svg> element.
[[nodiscard]] std::string svg_of(const heat_map& map);

/// Which of the ten colours a share has: each stands for a tenth, what is beyond the roofline has the last one.
[[nodiscard]] std::size_t colour_of(double share) noexcept;

}  // namespace calib::report
