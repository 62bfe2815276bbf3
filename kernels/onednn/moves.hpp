#pragma once
/// Elements that change their place and nothing else.

#include "kernels/onednn/call.hpp"
#include "kernels/operands/move.hpp"

namespace calib::kernels::onednn {

/// A reorder from rows to columns, of dense arrays.
call make_call(const dnnl::engine& engine, operands<op::transpose<f32>>& x);

/// Concatenates the channels of two images, as a convolution leaves them (image_layout.hpp): 64 each where that divides
/// them.
call make_call(const dnnl::engine& engine, operands<op::concat<f32>>& x);

}  // namespace calib::kernels::onednn
