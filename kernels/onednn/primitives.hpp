#pragma once
/// oneDNN primitives for the operations. Arrays are dense and row-major, as the operands hold them. What a library may
/// choose freely, oneDNN chooses: the layouts of linear's weights and of all that a convolution touches. Pooling and
/// batch normalisation take images as a convolution leaves them (image_layout.hpp).
///
/// f32, bf16 and, where they say so, i8: signed bytes in, 32-bit integers out.

#include "kernels/onednn/call.hpp"
#include "kernels/operands/axpy.hpp"
#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/convolution.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/gemv.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/operands/planes.hpp"
#include "kernels/operands/pooling.hpp"
#include "kernels/operands/row_wise.hpp"

namespace calib::kernels::onednn {

/// One for each operation. They throw dnnl::error where oneDNN has no implementation.
// products.cpp, also i8
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::gemm<P>>& x);
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::linear<P>>& x);
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::batched_gemm<P>>& x);
// oneDNN has no primitives of these names: products with one column, and one row.
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::gemv<P>>& x);
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::dot<P>>& x);

// convolutions.cpp, also i8
template <Convolution Op>
call make_call(const dnnl::engine& engine, operands<Op>& x);

// images.cpp
template <Pooling Op>
call make_call(const dnnl::engine& engine, operands<Op>& x);
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::batch_norm_planes<P>>& x);
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::global_avg_pool_planes<P>>& x);

// rows.cpp
template <Precision P, class Kind>
call make_call(const dnnl::engine& engine, operands<op::row_wise<P, Kind>>& x);

// elementwise.cpp
template <Precision P, class Kind>
call make_call(const dnnl::engine& engine, operands<op::elementwise<P, Kind>>& x);
/// A sum with factors, in place.
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::axpy<P>>& x);

}  // namespace calib::kernels::onednn
