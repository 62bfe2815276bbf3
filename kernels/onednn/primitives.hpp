#pragma once
/// oneDNN primitives over operands, ready to execute: f32, dense row-major arrays as the operands hold them. What a
/// library may choose freely, the layout of linear's weights, oneDNN chooses.

#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/image.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/operands/row_wise.hpp"

namespace calib::kernels::onednn {

/// A primitive and its arguments. Executing it builds nothing: the C++ interface would make a list of its map of
/// arguments at each call.
class call {
 public:
  struct argument {
    int which;  ///< DNNL_ARG_SRC, ...
    dnnl::memory memory;
  };

  call() = default;
  call(dnnl::primitive primitive, std::vector<argument> arguments);

  /// Executes, and waits until the result is there.
  void execute(dnnl::stream& stream) const;

 private:
  dnnl::primitive primitive_;
  std::vector<argument> owners_;
  std::vector<dnnl_exec_arg_t> arguments_;
};

/// One for each operation. They throw dnnl::error where oneDNN has no implementation.
call make_call(const dnnl::engine& engine, operands<op::gemm<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::linear<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::batched_gemm<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::softmax<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::layer_norm<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::reduce_sum<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::bias_add<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::batch_norm<f32>>& x);
call make_call(const dnnl::engine& engine, operands<op::global_avg_pool<f32>>& x);
template <class Kind>
call make_call(const dnnl::engine& engine, operands<op::elementwise<f32, Kind>>& x);

}  // namespace calib::kernels::onednn
