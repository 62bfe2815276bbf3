#pragma once
/// custom: an operation that calib does not know, with the cost that somebody stated for it. It has no table, and takes
/// what the roofline of a setting allows.

#include "calib/op/operation.hpp"

namespace calib::op {

/// `flops` and `bytes` of one execution.
template <Precision P>
struct custom {
  CALIB_OPERATION("custom", P, flops, bytes);

  static constexpr std::string_view may_be_zero = "flops";

  constexpr cost work() const noexcept {
    return {calib::flops{static_cast<double>(flops)}, calib::bytes{static_cast<double>(bytes)}};
  }
};

}  // namespace calib::op
