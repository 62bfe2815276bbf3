#pragma once
/// oneDNN primitives over operands, ready to execute: f32, dense row-major arrays as the operands hold them. What a
/// library may choose freely, oneDNN chooses: the layouts of linear's weights and of all that a convolution touches.
/// Pooling, which takes images as the convolution before it left them, has blocks of channels.

#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

#include "kernels/operands/batched_gemm.hpp"
#include "kernels/operands/convolution.hpp"
#include "kernels/operands/elementwise.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/image.hpp"
#include "kernels/operands/linear.hpp"
#include "kernels/operands/pooling.hpp"
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

  /// An array of the operands and the copy that the primitive works on.
  struct copy {
    dnnl::memory operand, own;
  };

  call() = default;
  call(dnnl::primitive primitive, std::vector<argument> arguments, std::vector<copy> copies = {});

  /// Executes, and waits until the result is there.
  void execute(dnnl::stream& stream) const;
  /// From the operands to the copies, and back. They build reorders.
  void load(dnnl::stream& stream) const;
  void store(dnnl::stream& stream) const;

 private:
  dnnl::primitive primitive_;
  std::vector<argument> owners_;
  std::vector<copy> copies_;
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
template <Convolution Op>
call make_call(const dnnl::engine& engine, operands<Op>& x);
template <Pooling Op>
call make_call(const dnnl::engine& engine, operands<Op>& x);

}  // namespace calib::kernels::onednn
