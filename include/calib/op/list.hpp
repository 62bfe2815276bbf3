#pragma once
/// Every operation by name, for programs that learn the operation at run time (command lines, CSV files, C).

#include "calib/op/elementwise.hpp"
#include "calib/op/gemm.hpp"
#include "calib/op/memory.hpp"
#include "calib/op/normalization.hpp"
#include "calib/op/pooling.hpp"
#include "calib/type_list.hpp"

namespace calib::op {

/// All operations in one precision, in the order in which they are listed to people.
template <Precision P>
using all = type_list<gemm<P>, linear<P>, batched_gemm<P>, gemv<P>, dot<P>, axpy<P>,                         //
                      relu<P>, gelu<P>, silu<P>, sigmoid<P>, tanh<P>, exp<P>, hardswish<P>, add<P>, mul<P>,  //
                      softmax<P>, layer_norm<P>, rms_norm<P>, reduce_sum<P>, bias_add<P>, batch_norm<P>,     //
                      global_avg_pool<P>,                                                                    //
                      copy<P>, scale<P>, stream_add<P>, triad<P>, read<P>, write<P>,                         //
                      transpose<P>, concat<P>, gather<P>>;

}  // namespace calib::op

namespace calib {

/// Calls `f.template operator()<Op>()` for the operation called `name` in precision `p`; false if there is none.
template <class F>
constexpr bool visit_operation(std::string_view name, precision p, F&& f) {
  bool found = false;
  for_each_type<type_list<f64, f32, tf32, bf16, f16, fp8, i8>>([&]<class P>() {
    if (P::id != p) return;
    for_each_type<op::all<P>>([&]<class Op>() {
      if (Op::name != name) return;
      found = true;
      f.template operator()<Op>();
    });
  });
  return found;
}

/// Calls `f.template operator()<Op>()` for every operation in the precision P.
template <Precision P, class F>
constexpr void for_each_operation(F&& f) {
  for_each_type<op::all<P>>(static_cast<F&&>(f));
}

}  // namespace calib
