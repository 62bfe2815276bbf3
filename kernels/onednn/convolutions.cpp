#include "kernels/onednn/bias_relu.hpp"
#include "kernels/onednn/choice.hpp"
#include "kernels/onednn/memory.hpp"
#include "kernels/onednn/primitives.hpp"

namespace calib::kernels::onednn {

template <Convolution Op>
call make_call(const dnnl::engine& engine, operands<Op>& x) {
  using element = typename operands<Op>::element;
  using product = typename operands<Op>::product;
  const convolution& g = x.geometry;
  const memory::dims image = dims(g.batch, g.in_channels(), g.rows.in(), g.columns.in());
  const memory::dims result = dims(g.batch, g.out_channels(), g.rows.out, g.columns.out);
  const memory::dims weights = g.groups == 1 ? dims(g.group_out, g.group_in, g.rows.kernel, g.columns.kernel)
                                             : dims(g.groups, g.group_out, g.group_in, g.rows.kernel, g.columns.kernel);
  const memory bias = dense(engine, dims(g.out_channels()), x.bias);
  const auto chosen = choose_convolution(
      {dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, any_layout<element>(image),
       any_layout<element>(weights), bias.get_desc(), any_layout<product>(result),
       dims(g.rows.stride, g.columns.stride), dims(g.rows.dilation - 1, g.columns.dilation - 1),
       dims(g.rows.pad_before(), g.columns.pad_before()), dims(g.rows.pad_after(), g.columns.pad_after())},
      engine, then_relu());
  const call::copy source{dense(engine, image, x.x), {chosen.src_desc(), engine}};
  const call::copy filter{dense(engine, weights, x.w), {chosen.weights_desc(), engine}};
  const call::copy target{dense(engine, result, x.y), {chosen.dst_desc(), engine}};
  return {
      dnnl::convolution_forward{chosen},
      {{DNNL_ARG_SRC, source.own}, {DNNL_ARG_WEIGHTS, filter.own}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, target.own}},
      {source, filter, target}};
}

#define CALIB_INSTANTIATE(P)                                                        \
  template call make_call(const dnnl::engine&, operands<op::conv2d_pointwise<P>>&); \
  template call make_call(const dnnl::engine&, operands<op::conv2d_3x3<P>>&);       \
  template call make_call(const dnnl::engine&, operands<op::conv2d_window<P>>&);    \
  template call make_call(const dnnl::engine&, operands<op::conv2d_depthwise<P>>&); \
  template call make_call(const dnnl::engine&, operands<op::conv2d_grouped<P>>&)
CALIB_INSTANTIATE(f32);
CALIB_INSTANTIATE(bf16);
CALIB_INSTANTIATE(i8);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::onednn
