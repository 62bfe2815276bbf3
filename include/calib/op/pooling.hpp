#pragma once
/// Pooling over images. FLOPs count the additions.

#include "calib/op/operation.hpp"

namespace calib::op {

/// The mean of each channel of each image: batch × channels numbers.
template <Precision P>
struct global_avg_pool {
  std::size_t batch, channels, in_h, in_w;

  using precision_type = P;
  static constexpr std::string_view name = "global_avg_pool";
  static constexpr std::array<std::string_view, 4> dimensions{"batch", "channels", "in_h", "in_w"};

  constexpr std::array<std::size_t, 4> dims() const noexcept { return {batch, channels, in_h, in_w}; }
  constexpr cost work() const noexcept {
    using detail::product;
    const double elements = product(batch, channels, in_h, in_w);
    return {flops{elements}, bytes{element_bytes<P> * (elements + product(batch, channels))}};
  }
};

}  // namespace calib::op
