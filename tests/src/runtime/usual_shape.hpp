#pragma once
/// A shape of any operation that there can be.

#include <cstddef>

#include "calib/op/shape.hpp"

namespace calib::test {

/// `size` in each dimension that must be said, the default in the others.
template <Operation Op>
constexpr coordinates<rank<Op>> usual_shape(std::size_t size) {
  auto dims = Op{}.dims();
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (!Op::has_default[i]) dims[i] = size;
  }
  return dims;
}

}  // namespace calib::test
