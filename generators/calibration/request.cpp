#include "calibration/request.hpp"

#include <utility>

namespace calib::calibration {

void require_known(const request& request) {
  std::vector<std::unique_ptr<kernels::kernel>> offered;
  for (const auto& backend : request.backends()) {
    for (auto& kernel : backend->kernels()) offered.push_back(std::move(kernel));
  }
  require_known(request.wanted, offered);
}

}  // namespace calib::calibration
