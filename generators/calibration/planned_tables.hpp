#pragma once
/// What a calibration would measure, for people who want to know before it does.

#include <cstddef>
#include <string>
#include <vector>

#include "calibration/host.hpp"
#include "calibration/listener.hpp"
#include "calibration/request.hpp"

namespace calib::calibration {

inline constexpr const char* nothing_to_measure =
    "nothing to measure: no backend here offers these operations in these precisions with these threads; "
    "`calib run --list` shows what there is";

struct planned_table {
  table_id id;
  std::size_t shapes = 0;         ///< of the grid, and those held out of it
  std::size_t largest_bytes = 0;  ///< operands of the largest shape
  double least_pass_s = 0;        ///< a sample of each shape at the peak of arithmetic: none is faster
};

/// What calibrate() would measure; nothing is run. Throws usage_error when the request names nothing that exists.
std::vector<planned_table> planned_tables(const request& request, host& machine, listener& listener);

}  // namespace calib::calibration
