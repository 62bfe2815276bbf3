#pragma once
/// Transposition as oneDNN's reorder: a matrix read by rows and written by columns.

#include "kernels/onednn/primitives.hpp"
#include "kernels/operands/move.hpp"

namespace calib::kernels::onednn {

call make_call(const dnnl::engine& engine, operands<op::transpose<f32>>& x);

}  // namespace calib::kernels::onednn
