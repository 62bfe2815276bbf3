#pragma once
/// Values the optimiser cannot see through, so that what was asserted at compile time is computed again at run time.

#include <array>
#include <cstddef>
#include <type_traits>

#include "calib/op/operation.hpp"

namespace calib::test {

template <class T>
requires std::is_scalar_v<T> T at_run_time(T value) {
  volatile T hidden = value;
  return hidden;
}

template <Operation Op>
Op at_run_time(const Op& op) {
  auto dims = op.dims();
  for (auto& dim : dims) dim = at_run_time<std::size_t>(dim);
  return from_dims<Op>(dims);
}

}  // namespace calib::test
