#pragma once
/// Which axes a reduction sums over: an attribute in early opsets, an input in later ones, all where none is named.

#include <vector>

#include "onnx/call.hpp"

namespace calib::onnx {

/// One entry for each axis of the first input.
std::vector<bool> reduced_axes(const call& c);

}  // namespace calib::onnx
