#include "calibration/table_id.hpp"

#include <fmt/format.h>

namespace calib::calibration {

std::string label(const table_id& table) {
  return fmt::format("{} {} {}", table.setting, table.operation, facts(table.precision).name);
}

}  // namespace calib::calibration
