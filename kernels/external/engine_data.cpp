#include "kernels/external/engine_data.hpp"

#include <algorithm>

namespace calib::external {

bool engine_info::offers(std::string_view operation, calib::precision p) const {
  return std::any_of(operations.begin(), operations.end(), [&](const engine_operation& one) {
    return one.operation == operation &&
           std::find(one.precisions.begin(), one.precisions.end(), p) != one.precisions.end();
  });
}

}  // namespace calib::external
