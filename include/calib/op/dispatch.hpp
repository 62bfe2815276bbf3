#pragma once
/// dispatch: a library's smallest call. Its work is next to nothing and counts as none, so what it takes is the cost of
/// calling. It has no dimensions, and its table no axes and one latency.

#include "calib/op/operation.hpp"

namespace calib::op {

template <Precision P>
struct dispatch {
  CALIB_OPERATION("dispatch", P, );

  constexpr cost work() const noexcept { return {flops{0}, bytes{0}}; }
};

}  // namespace calib::op
