#include "kernels/onednn/image_layout.hpp"
#include "kernels/onednn/primitives.hpp"

namespace calib::kernels::onednn {
namespace {

/// One image of so many channels.
template <class Op>
memory::dims image_of(const Op& shape) {
  const rectangle plane = nearest_square(shape.pixels);
  return dims(1, shape.planes, plane.height, plane.width);
}

/// A copy of what the operands hold, as a convolution would leave it.
template <class T>
call::copy as_left(const dnnl::engine& engine, const memory::dims& sizes, aligned_buffer<T>& data) {
  return {dense(engine, sizes, data), image<T>(engine, sizes)};
}

}  // namespace

template <Pooling Op>
call make_call(const dnnl::engine& engine, operands<Op>& x) {
  const window_axis axis = operands<Op>::axis(x.shape);
  const memory::dims image = dims(1, x.shape.planes, axis.in(), axis.in());
  const memory::dims result = dims(1, x.shape.planes, axis.out, axis.out);
  const call::copy source = as_left(engine, image, x.x), target = as_left(engine, result, x.result);
  const auto algorithm =
      operands<Op>::takes_mean ? dnnl::algorithm::pooling_avg_include_padding : dnnl::algorithm::pooling_max;
  const auto chosen = implementation<dnnl::pooling_forward>(
      {dnnl::prop_kind::forward_inference, algorithm, source.own.get_desc(), target.own.get_desc(),
       dims(axis.stride, axis.stride), dims(axis.kernel, axis.kernel), dims(axis.pad_before(), axis.pad_before()),
       dims(axis.pad_after(), axis.pad_after())},
      engine);
  return {dnnl::pooling_forward{chosen}, {{DNNL_ARG_SRC, source.own}, {DNNL_ARG_DST, target.own}}, {source, target}};
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::batch_norm_planes<P>>& x) {
  const memory::dims image = image_of(x.shape);
  const call::copy source = as_left(engine, image, x.x), target = as_left(engine, image, x.result);
  using flags = dnnl::normalization_flags;
  return {dnnl::batch_normalization_forward{implementation<dnnl::batch_normalization_forward>(
              {dnnl::prop_kind::forward_inference, source.own.get_desc(), static_cast<float>(norm_epsilon),
               flags::use_global_stats | flags::use_scale | flags::use_shift},
              engine)},
          {{DNNL_ARG_SRC, source.own},
           {DNNL_ARG_MEAN, dense(engine, dims(x.shape.planes), x.mean)},
           {DNNL_ARG_VARIANCE, dense(engine, dims(x.shape.planes), x.variance)},
           {DNNL_ARG_SCALE, dense(engine, dims(x.shape.planes), x.scale)},
           {DNNL_ARG_SHIFT, dense(engine, dims(x.shape.planes), x.shift)},
           {DNNL_ARG_DST, target.own}},
          {source, target}};
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::global_avg_pool_planes<P>>& x) {
  const memory::dims image = image_of(x.shape);
  const call::copy source = as_left(engine, image, x.x);
  const call::copy target = as_left(engine, dims(1, x.shape.planes, 1, 1), x.result);
  const auto chosen = implementation<dnnl::pooling_forward>(
      {dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_avg_exclude_padding, source.own.get_desc(),
       target.own.get_desc(), /*strides=*/dims(1, 1), /*kernel=*/{image[2], image[3]}, /*padding_l=*/dims(0, 0),
       /*padding_r=*/dims(0, 0)},
      engine);
  return {dnnl::pooling_forward{chosen}, {{DNNL_ARG_SRC, source.own}, {DNNL_ARG_DST, target.own}}, {source, target}};
}

#define CALIB_INSTANTIATE(P)                                                         \
  template call make_call(const dnnl::engine&, operands<op::max_pool_square<P>>&);   \
  template call make_call(const dnnl::engine&, operands<op::avg_pool_square<P>>&);   \
  template call make_call(const dnnl::engine&, operands<op::batch_norm_planes<P>>&); \
  template call make_call(const dnnl::engine&, operands<op::global_avg_pool_planes<P>>&)
CALIB_INSTANTIATE(f32);
CALIB_INSTANTIATE(bf16);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::onednn
