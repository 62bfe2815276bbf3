#pragma once
/// Elements that change their place and nothing else. Arrays are dense and row-major, as operands hold them.

#include "kernels/onednn/call.hpp"
#include "kernels/operands/move.hpp"

namespace calib::kernels::onednn {

/// A reorder from rows to columns.
call make_call(const dnnl::engine& engine, operands<op::transpose<f32>>& x);

/// Of two arrays, one behind the other: what concatenating the channels of one image comes to, and takes as long.
call make_call(const dnnl::engine& engine, operands<op::concat<f32>>& x);

}  // namespace calib::kernels::onednn
