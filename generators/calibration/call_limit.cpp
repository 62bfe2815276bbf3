#include "calibration/call_limit.hpp"

#include <algorithm>

namespace calib::calibration {
namespace {

// What takes longer than both of these hangs. Plain loops reach a hundredth of the peak and more; a busy machine and
// lazily loaded libraries take seconds, not half a minute.
constexpr double shortest_limit_s = 30, patience = 100;
// Memory slower than any of today's, as one core sees it.
constexpr double slow_memory = 10e9;

}  // namespace

call_limit::call_limit(const request& request, const host& machine, unsigned threads)
    : given_s_(request.call_timeout_s), modest_(machine.arithmetic_peaks(threads)) {
  modest_.bandwidth_bytes_per_s = slow_memory;
}

double call_limit::seconds(const kernels::kernel& kernel, const plan::shape& dims) const {
  if (given_s_ > 0) return given_s_;
  const double likely_s = roofline(kernel.work(dims), modest_, kernel.precision()).time().count();
  return std::max(shortest_limit_s, patience * likely_s);
}

}  // namespace calib::calibration
