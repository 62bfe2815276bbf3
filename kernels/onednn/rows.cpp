#include "kernels/onednn/binary.hpp"
#include "kernels/onednn/primitives.hpp"

namespace calib::kernels::onednn {
namespace {

template <Precision P>
call make(const dnnl::engine& engine, operands<op::softmax<P>>& x) {
  const memory::dims shape = dims(x.shape.rows, x.shape.cols);
  const memory source = dense(engine, shape, x.x), target = dense(engine, shape, x.result);
  return {dnnl::softmax_forward{implementation<dnnl::softmax_forward>(
              {dnnl::prop_kind::forward_inference, source.get_desc(), /*axis=*/1}, engine)},
          {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}};
}

template <Precision P>
call make(const dnnl::engine& engine, operands<op::layer_norm<P>>& x) {
  const memory::dims shape = dims(x.shape.rows, x.shape.cols), column = dims(x.shape.cols);
  const memory source = dense(engine, shape, x.x), target = dense(engine, shape, x.result);
  using flags = dnnl::normalization_flags;
  return {dnnl::layer_normalization_forward{implementation<dnnl::layer_normalization_forward>(
              {dnnl::prop_kind::forward_inference, source.get_desc(), static_cast<float>(norm_epsilon),
               flags::use_scale | flags::use_shift},
              engine)},
          {{DNNL_ARG_SRC, source},
           {DNNL_ARG_SCALE, dense(engine, column, x.scale)},
           {DNNL_ARG_SHIFT, dense(engine, column, x.shift)},
           {DNNL_ARG_DST, target}}};
}

template <Precision P>
call make(const dnnl::engine& engine, operands<op::reduce_sum<P>>& x) {
  const memory source = dense(engine, dims(x.shape.rows, x.shape.cols), x.x);
  const memory target = dense(engine, dims(x.shape.rows, 1), x.result);
  // oneDNN refuses to reduce a dimension of one element.
  if (x.shape.cols == 1) return {dnnl::reorder{source, target}, {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}}};
  return {
      dnnl::reduction{implementation<dnnl::reduction>(
          {dnnl::algorithm::reduction_sum, source.get_desc(), target.get_desc(), /*p=*/0.0f, /*eps=*/0.0f}, engine)},
      {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}};
}

template <Precision P>
call make(const dnnl::engine& engine, operands<op::bias_add<P>>& x) {
  const memory::dims shape = dims(x.shape.rows, x.shape.cols);
  return binary(engine, dnnl::algorithm::binary_add, dense(engine, shape, x.x),
                dense(engine, dims(1, x.shape.cols), x.shift), dense(engine, shape, x.result));
}

}  // namespace

template <Precision P, class Kind>
call make_call(const dnnl::engine& engine, operands<op::row_wise<P, Kind>>& x) {
  return make(engine, x);
}

#define CALIB_INSTANTIATE(P)                                                  \
  template call make_call(const dnnl::engine&, operands<op::softmax<P>>&);    \
  template call make_call(const dnnl::engine&, operands<op::layer_norm<P>>&); \
  template call make_call(const dnnl::engine&, operands<op::reduce_sum<P>>&); \
  template call make_call(const dnnl::engine&, operands<op::bias_add<P>>&)
CALIB_INSTANTIATE(f32);
CALIB_INSTANTIATE(bf16);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::onednn
