#pragma once
/// The fake engine of the tests, and limits that make a hang cost a second.

#include <string>

#include "kernels/external/engine_client.hpp"

namespace calib::external {

inline std::string fake(const std::string& mode, const std::string& request = "run") {
  return std::string{CALIB_FAKE_ENGINE} + " " + mode + " " + request;
}

/// Every other request has time enough on a busy machine.
inline engine_limits short_run() {
  engine_limits limits;
  limits.run = channel::seconds{1};
  return limits;
}

inline const std::vector<engine_workload> gemm_and_relu{{"gemm", precision::f32, {4, 5, 6}},
                                                        {"relu", precision::f32, {100}}};

}  // namespace calib::external
