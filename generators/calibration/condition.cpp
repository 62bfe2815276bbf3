#include "calibration/condition.hpp"

#include <fmt/format.h>

namespace calib::calibration {

std::string caches_of(const condition& one) {
  std::string text{name(one.cache)};
  return one.company_bytes == 0 ? text : fmt::format("{}_{}mb", text, one.company_bytes >> 20U);
}

}  // namespace calib::calibration
