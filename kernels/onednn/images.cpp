#include "kernels/onednn/memory.hpp"
#include "kernels/onednn/primitives.hpp"

namespace calib::kernels::onednn {
namespace {

/// Images as oneDNN's convolutions leave them: as many channels beside each other as a vector of floats holds.
tag in_channel_blocks() {
  const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
  const bool avx512 = isa >= dnnl::cpu_isa::avx512_core && isa != dnnl::cpu_isa::avx2_vnni;
  return avx512 ? tag::nChw16c : tag::nChw8c;
}

/// One image of so many channels.
template <class Op>
memory::dims image_of(const Op& shape) {
  const rectangle plane = nearest_square(shape.pixels);
  return dims(1, shape.planes, plane.height, plane.width);
}

}  // namespace

template <Pooling Op>
call make_call(const dnnl::engine& engine, operands<Op>& x) {
  using element = typename operands<Op>::element;
  const window_axis axis = operands<Op>::axis(x.shape);
  const memory::dims image = dims(1, x.shape.planes, axis.in(), axis.in());
  const memory::dims result = dims(1, x.shape.planes, axis.out, axis.out);
  const tag layout = in_channel_blocks();
  const auto algorithm =
      operands<Op>::takes_mean ? dnnl::algorithm::pooling_avg_include_padding : dnnl::algorithm::pooling_max;
  const auto chosen = implementation<dnnl::pooling_forward>(
      {dnnl::prop_kind::forward_inference, algorithm, in_layout<element>(layout, image),
       in_layout<element>(layout, result), dims(axis.stride, axis.stride), dims(axis.kernel, axis.kernel),
       dims(axis.pad_before(), axis.pad_before()), dims(axis.pad_after(), axis.pad_after())},
      engine);
  const call::copy source{dense(engine, image, x.x), {chosen.src_desc(), engine}};
  const call::copy target{dense(engine, result, x.result), {chosen.dst_desc(), engine}};
  return {dnnl::pooling_forward{chosen}, {{DNNL_ARG_SRC, source.own}, {DNNL_ARG_DST, target.own}}, {source, target}};
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::batch_norm_planes<P>>& x) {
  const memory::dims image = image_of(x.shape);
  const memory source = dense(engine, image, x.x);
  const memory target = dense(engine, image, x.result);
  using flags = dnnl::normalization_flags;
  return {dnnl::batch_normalization_forward{implementation<dnnl::batch_normalization_forward>(
              {dnnl::prop_kind::forward_inference, source.get_desc(), static_cast<float>(norm_epsilon),
               flags::use_global_stats | flags::use_scale | flags::use_shift},
              engine)},
          {{DNNL_ARG_SRC, source},
           {DNNL_ARG_MEAN, dense(engine, dims(x.shape.planes), x.mean)},
           {DNNL_ARG_VARIANCE, dense(engine, dims(x.shape.planes), x.variance)},
           {DNNL_ARG_SCALE, dense(engine, dims(x.shape.planes), x.scale)},
           {DNNL_ARG_SHIFT, dense(engine, dims(x.shape.planes), x.shift)},
           {DNNL_ARG_DST, target}}};
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::global_avg_pool_planes<P>>& x) {
  const memory::dims image = image_of(x.shape);
  const memory source = dense(engine, image, x.x);
  const memory target = dense(engine, dims(1, x.shape.planes, 1, 1), x.result);
  const auto chosen = implementation<dnnl::pooling_forward>(
      {dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_avg_exclude_padding, source.get_desc(),
       target.get_desc(), /*strides=*/dims(1, 1), /*kernel=*/{image[2], image[3]}, /*padding_l=*/dims(0, 0),
       /*padding_r=*/dims(0, 0)},
      engine);
  return {dnnl::pooling_forward{chosen}, {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}};
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
