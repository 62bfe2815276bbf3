#pragma once
/// Every operation by name, for programs that learn the operation at run time (command lines, CSV files, C).

#include "calib/op/attention.hpp"
#include "calib/op/convolution.hpp"
#include "calib/op/custom.hpp"
#include "calib/op/dispatch.hpp"
#include "calib/op/elementwise.hpp"
#include "calib/op/gemm.hpp"
#include "calib/op/memory.hpp"
#include "calib/op/normalization.hpp"
#include "calib/op/pooling.hpp"
#include "calib/type_list.hpp"

namespace calib::detail {

/// What exists in one format for all operands, and in a pair of formats, weights in one of their own.
template <class WithOneFormat, class WithPairs, Precision P>
using in_precision = std::conditional_t<is_pair(P::id), WithPairs, WithOneFormat>;

}  // namespace calib::detail

namespace calib::op {

/// All measured operations in one precision, in the order in which they are listed to people.
template <Precision P>
using all = calib::detail::in_precision<
    type_list<gemm<P>, linear<P>, batched_gemm<P>, gemv<P>, dot<P>, axpy<P>,                                 //
              relu<P>, gelu<P>, silu<P>, sigmoid<P>, tanh<P>, exp<P>, hardswish<P>, add<P>, mul<P>,          //
              softmax<P>, layer_norm<P>, rms_norm<P>, reduce_sum<P>, bias_add<P>, batch_norm_planes<P>,      //
              global_avg_pool_planes<P>, max_pool_square<P>, avg_pool_square<P>,                             //
              conv2d_pointwise<P>, conv2d_3x3<P>, conv2d_window<P>, conv2d_depthwise<P>, conv2d_grouped<P>,  //
              attention_prefill_grouped<P>, attention_decode_multi_head<P>, attention_decode_grouped<P>,
              attention_decode_wide<P>,                                       //
              copy<P>, scale<P>, stream_add<P>, triad<P>, read<P>, write<P>,  //
              transpose<P>, concat<P>, gather<P>, dispatch<P>>,
    type_list<linear<P>>, P>;

/// All operations that are carried out as one of those.
template <Precision P>
using lowered = calib::detail::in_precision<type_list<batch_norm<P>, global_avg_pool<P>, max_pool<P>, avg_pool<P>,
                                                      conv2d<P>, conv1d<P>, attention_prefill<P>, attention_decode<P>>,
                                            type_list<>, P>;

}  // namespace calib::op

namespace calib {
namespace detail {

template <template <Precision> class List, class F>
constexpr bool visit_in(std::string_view name, precision p, F& f) {
  bool found = false;
  for_each_type<all_precisions>([&]<class P>() {
    if (P::id != p) return;
    for_each_type<List<P>>([&]<class Op>() {
      if (Op::name != name) return;
      found = true;
      f.template operator()<Op>();
    });
  });
  return found;
}

}  // namespace detail

/// Calls `f.template operator()<Op>()` for the measured operation called `name` in precision `p`; false if there is
/// none.
template <class F>
constexpr bool visit_operation(std::string_view name, precision p, F&& f) {
  return detail::visit_in<op::all>(name, p, f);
}

/// The same for the lowered operation of this name.
template <class F>
constexpr bool visit_lowered_operation(std::string_view name, precision p, F&& f) {
  return detail::visit_in<op::lowered>(name, p, f);
}

/// The same for either.
template <class F>
constexpr bool visit_any_operation(std::string_view name, precision p, F&& f) {
  return visit_operation(name, p, f) || visit_lowered_operation(name, p, f);
}

/// Calls `f.template operator()<Op>()` for every measured operation in the precision P.
template <Precision P, class F>
constexpr void for_each_operation(F&& f) {
  for_each_type<op::all<P>>(static_cast<F&&>(f));
}

/// The same for every lowered one.
template <Precision P, class F>
constexpr void for_each_lowered_operation(F&& f) {
  for_each_type<op::lowered<P>>(static_cast<F&&>(f));
}

}  // namespace calib

#undef CALIB_OPERATION
