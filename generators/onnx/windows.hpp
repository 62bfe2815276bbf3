#pragma once
/// The windows of a convolution or pooling, along each spatial axis.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "calib/op/image.hpp"
#include "onnx/call.hpp"

namespace calib::onnx {

/// A size as ONNX and layers write it.
constexpr std::int64_t whole(std::size_t size) noexcept { return static_cast<std::int64_t>(size); }

/// One for each axis behind batch and channels. `kernel` are the sizes of the window. Padding is as the node says it,
/// or as auto_pad makes it; with ceil_mode it reaches under the last window. Throws a fault where windows do not fit
/// in.
std::vector<detail::window_side> windows(const call& c, const shape& image, const std::vector<std::int64_t>& kernel);

}  // namespace calib::onnx
