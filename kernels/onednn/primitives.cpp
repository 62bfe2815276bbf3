#include "kernels/onednn/primitives.hpp"

#include <utility>

namespace calib::kernels::onednn {
namespace {

using dnnl::memory;
using tag = memory::format_tag;

/// Dimensions that fit memory fit 63 bits.
template <class... Size>
memory::dims dims(Size... sizes) {
  return {static_cast<memory::dim>(sizes)...};
}

/// A dense array of at most five dimensions, the last fastest; or in a layout that oneDNN chooses.
memory::desc dense(const memory::dims& sizes) {
  constexpr tag tags[]{tag::a, tag::ab, tag::abc, tag::abcd, tag::abcde};
  return {sizes, memory::data_type::f32, tags[sizes.size() - 1]};
}
memory::desc any_layout(const memory::dims& sizes) { return {sizes, memory::data_type::f32, tag::any}; }

/// Images as oneDNN's convolutions leave them: as many channels beside each other as a vector holds.
memory::desc in_channel_blocks(const memory::dims& sizes) {
  const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
  const bool avx512 = isa >= dnnl::cpu_isa::avx512_core && isa != dnnl::cpu_isa::avx2_vnni;
  return {sizes, memory::data_type::f32, avx512 ? tag::nChw16c : tag::nChw8c};
}

memory over(const dnnl::engine& engine, const memory::desc& desc, aligned_buffer<float>& data) {
  return {desc, engine, data.data()};
}

template <class Primitive>
typename Primitive::primitive_desc implementation(const typename Primitive::desc& what, const dnnl::engine& engine) {
  return {what, engine};
}

void reorder(dnnl::stream& stream, memory from, memory to) {
  dnnl::reorder{from, to}.execute(stream, from, to);
  stream.wait();
}

call matmul(const dnnl::engine& engine, const memory::desc& a, const memory::desc& b, const memory::desc& c,
            aligned_buffer<float>& a_data, aligned_buffer<float>& b_data, aligned_buffer<float>& c_data) {
  return {dnnl::matmul{implementation<dnnl::matmul>({a, b, c}, engine)},
          {{DNNL_ARG_SRC, over(engine, a, a_data)},
           {DNNL_ARG_WEIGHTS, over(engine, b, b_data)},
           {DNNL_ARG_DST, over(engine, c, c_data)}}};
}

call binary(const dnnl::engine& engine, dnnl::algorithm algorithm, const memory::desc& shape,
            const memory::desc& right_shape, aligned_buffer<float>& left, aligned_buffer<float>& right,
            aligned_buffer<float>& result) {
  return {dnnl::binary{implementation<dnnl::binary>({algorithm, shape, right_shape, shape}, engine)},
          {{DNNL_ARG_SRC_0, over(engine, shape, left)},
           {DNNL_ARG_SRC_1, over(engine, right_shape, right)},
           {DNNL_ARG_DST, over(engine, shape, result)}}};
}

/// The algorithm that computes Kind, and its first parameter.
template <class Kind>
struct algorithm_of;
// clang-format off
template <> struct algorithm_of<op::kind::relu>      { static constexpr auto value = dnnl::algorithm::eltwise_relu;      static constexpr float alpha = 0; };
template <> struct algorithm_of<op::kind::gelu>      { static constexpr auto value = dnnl::algorithm::eltwise_gelu_tanh; static constexpr float alpha = 0; };
template <> struct algorithm_of<op::kind::silu>      { static constexpr auto value = dnnl::algorithm::eltwise_swish;     static constexpr float alpha = 1; };
template <> struct algorithm_of<op::kind::sigmoid>   { static constexpr auto value = dnnl::algorithm::eltwise_logistic;  static constexpr float alpha = 0; };
template <> struct algorithm_of<op::kind::tanh>      { static constexpr auto value = dnnl::algorithm::eltwise_tanh;      static constexpr float alpha = 0; };
template <> struct algorithm_of<op::kind::exp>       { static constexpr auto value = dnnl::algorithm::eltwise_exp;       static constexpr float alpha = 0; };
template <> struct algorithm_of<op::kind::hardswish> { static constexpr auto value = dnnl::algorithm::eltwise_hardswish; static constexpr float alpha = 0; };
template <> struct algorithm_of<op::kind::add>       { static constexpr auto value = dnnl::algorithm::binary_add; };
template <> struct algorithm_of<op::kind::mul>       { static constexpr auto value = dnnl::algorithm::binary_mul; };
// clang-format on

}  // namespace

call::call(dnnl::primitive primitive, std::vector<argument> arguments, std::vector<copy> copies)
    : primitive_{std::move(primitive)}, owners_{std::move(arguments)}, copies_{std::move(copies)} {
  for (const argument& one : owners_) arguments_.push_back({one.which, one.memory.get()});
}

void call::execute(dnnl::stream& stream) const {
  dnnl::error::wrap_c_api(
      dnnl_primitive_execute(primitive_.get(), stream.get(), static_cast<int>(arguments_.size()), arguments_.data()),
      "oneDNN could not execute a primitive");
  stream.wait();
}

void call::load(dnnl::stream& stream) const {
  for (const copy& one : copies_) reorder(stream, one.operand, one.own);
}

void call::store(dnnl::stream& stream) const {
  for (const copy& one : copies_) reorder(stream, one.own, one.operand);
}

call make_call(const dnnl::engine& engine, operands<op::gemm<f32>>& x) {
  const auto [m, n, k] = x.shape;
  return matmul(engine, dense(dims(m, k)), dense(dims(k, n)), dense(dims(m, n)), x.a, x.b, x.c);
}

call make_call(const dnnl::engine& engine, operands<op::batched_gemm<f32>>& x) {
  const auto [batch, m, n, k] = x.shape;
  return matmul(engine, dense(dims(batch, m, k)), dense(dims(batch, k, n)), dense(dims(batch, m, n)), x.a, x.b, x.c);
}

/// The weights are reordered here, once.
call make_call(const dnnl::engine& engine, operands<op::linear<f32>>& x) {
  const auto [m, n, k] = x.shape;
  const memory::desc source = dense(dims(m, k)), weights = dense(dims(n, k)), target = dense(dims(m, n));
  const auto chosen = implementation<dnnl::inner_product_forward>(
      {dnnl::prop_kind::forward_inference, source, any_layout(dims(n, k)), target}, engine);
  const memory packed{chosen.weights_desc(), engine};
  dnnl::stream stream{engine};
  reorder(stream, over(engine, weights, x.w), packed);
  return {dnnl::inner_product_forward{chosen},
          {{DNNL_ARG_SRC, over(engine, source, x.x)},
           {DNNL_ARG_WEIGHTS, packed},
           {DNNL_ARG_DST, over(engine, target, x.y)}}};
}

call make_call(const dnnl::engine& engine, operands<op::softmax<f32>>& x) {
  const memory::desc shape = dense(dims(x.shape.rows, x.shape.cols));
  return {dnnl::softmax_forward{
              implementation<dnnl::softmax_forward>({dnnl::prop_kind::forward_inference, shape, /*axis=*/1}, engine)},
          {{DNNL_ARG_SRC, over(engine, shape, x.x)}, {DNNL_ARG_DST, over(engine, shape, x.result)}}};
}

call make_call(const dnnl::engine& engine, operands<op::layer_norm<f32>>& x) {
  const memory::desc shape = dense(dims(x.shape.rows, x.shape.cols)), column = dense(dims(x.shape.cols));
  using flags = dnnl::normalization_flags;
  return {dnnl::layer_normalization_forward{implementation<dnnl::layer_normalization_forward>(
              {dnnl::prop_kind::forward_inference, shape, static_cast<float>(norm_epsilon),
               flags::use_scale | flags::use_shift},
              engine)},
          {{DNNL_ARG_SRC, over(engine, shape, x.x)},
           {DNNL_ARG_SCALE, over(engine, column, x.scale)},
           {DNNL_ARG_SHIFT, over(engine, column, x.shift)},
           {DNNL_ARG_DST, over(engine, shape, x.result)}}};
}

call make_call(const dnnl::engine& engine, operands<op::reduce_sum<f32>>& x) {
  const memory::desc shape = dense(dims(x.shape.rows, x.shape.cols)), sums = dense(dims(x.shape.rows, 1));
  const memory source = over(engine, shape, x.x), target = over(engine, sums, x.result);
  // oneDNN refuses to reduce a dimension of one element.
  if (x.shape.cols == 1) return {dnnl::reorder{source, target}, {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}}};
  return {dnnl::reduction{implementation<dnnl::reduction>(
              {dnnl::algorithm::reduction_sum, shape, sums, /*p=*/0.0f, /*eps=*/0.0f}, engine)},
          {{DNNL_ARG_SRC, source}, {DNNL_ARG_DST, target}}};
}

call make_call(const dnnl::engine& engine, operands<op::bias_add<f32>>& x) {
  return binary(engine, dnnl::algorithm::binary_add, dense(dims(x.shape.rows, x.shape.cols)),
                dense(dims(1, x.shape.cols)), x.x, x.shift, x.result);
}

call make_call(const dnnl::engine& engine, operands<op::batch_norm<f32>>& x) {
  const auto [batch, channels, in_h, in_w] = x.shape;
  const memory::desc shape = dense(dims(batch, channels, in_h, in_w)), channel = dense(dims(channels));
  using flags = dnnl::normalization_flags;
  return {dnnl::batch_normalization_forward{implementation<dnnl::batch_normalization_forward>(
              {dnnl::prop_kind::forward_inference, shape, static_cast<float>(norm_epsilon),
               flags::use_global_stats | flags::use_scale | flags::use_shift},
              engine)},
          {{DNNL_ARG_SRC, over(engine, shape, x.x)},
           {DNNL_ARG_MEAN, over(engine, channel, x.mean)},
           {DNNL_ARG_VARIANCE, over(engine, channel, x.variance)},
           {DNNL_ARG_SCALE, over(engine, channel, x.scale)},
           {DNNL_ARG_SHIFT, over(engine, channel, x.shift)},
           {DNNL_ARG_DST, over(engine, shape, x.result)}}};
}

call make_call(const dnnl::engine& engine, operands<op::global_avg_pool<f32>>& x) {
  const auto [batch, channels, in_h, in_w] = x.shape;
  const memory::desc shape = dense(dims(batch, channels, in_h, in_w)), means = dense(dims(batch, channels, 1, 1));
  const auto chosen = implementation<dnnl::pooling_forward>(
      {dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_avg_exclude_padding, shape, means,
       /*strides=*/dims(1, 1), /*kernel=*/dims(in_h, in_w), /*padding_l=*/dims(0, 0), /*padding_r=*/dims(0, 0)},
      engine);
  return {dnnl::pooling_forward{chosen},
          {{DNNL_ARG_SRC, over(engine, shape, x.x)}, {DNNL_ARG_DST, over(engine, means, x.result)}}};
}

template <class Kind>
call make_call(const dnnl::engine& engine, operands<op::elementwise<f32, Kind>>& x) {
  const memory::desc shape = dense(dims(x.shape.elements));
  using algorithm = algorithm_of<Kind>;
  if constexpr (Kind::arrays == 3) {
    return binary(engine, algorithm::value, shape, shape, x.left, x.right, x.result);
  } else {
    return {
        dnnl::eltwise_forward{implementation<dnnl::eltwise_forward>(
            {dnnl::prop_kind::forward_inference, algorithm::value, shape, algorithm::alpha, /*beta=*/0.0f}, engine)},
        {{DNNL_ARG_SRC, over(engine, shape, x.left)}, {DNNL_ARG_DST, over(engine, shape, x.result)}}};
  }
}

template <Convolution Op>
call make_call(const dnnl::engine& engine, operands<Op>& x) {
  const convolution& g = x.geometry;
  const memory::dims image = dims(g.batch, g.in_channels(), g.rows.in(), g.columns.in());
  const memory::dims result = dims(g.batch, g.out_channels(), g.rows.out, g.columns.out);
  const memory::dims weights = g.groups == 1 ? dims(g.group_out, g.group_in, g.rows.kernel, g.columns.kernel)
                                             : dims(g.groups, g.group_out, g.group_in, g.rows.kernel, g.columns.kernel);
  const auto chosen = implementation<dnnl::convolution_forward>(
      {dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, any_layout(image), any_layout(weights),
       any_layout(result), dims(g.rows.stride, g.columns.stride), dims(g.rows.pad_before(), g.columns.pad_before()),
       dims(g.rows.pad_after(), g.columns.pad_after())},
      engine);
  const call::copy source{over(engine, dense(image), x.x), {chosen.src_desc(), engine}};
  const call::copy filter{over(engine, dense(weights), x.w), {chosen.weights_desc(), engine}};
  const call::copy target{over(engine, dense(result), x.y), {chosen.dst_desc(), engine}};
  return {dnnl::convolution_forward{chosen},
          {{DNNL_ARG_SRC, source.own}, {DNNL_ARG_WEIGHTS, filter.own}, {DNNL_ARG_DST, target.own}},
          {source, filter, target}};
}

template <Pooling Op>
call make_call(const dnnl::engine& engine, operands<Op>& x) {
  const window_axis axis = operands<Op>::axis(x.shape);
  const memory::dims image = dims(1, x.shape.planes, axis.in(), axis.in());
  const memory::dims result = dims(1, x.shape.planes, axis.out, axis.out);
  const auto algorithm =
      operands<Op>::takes_mean ? dnnl::algorithm::pooling_avg_include_padding : dnnl::algorithm::pooling_max;
  const auto chosen = implementation<dnnl::pooling_forward>(
      {dnnl::prop_kind::forward_inference, algorithm, in_channel_blocks(image), in_channel_blocks(result),
       dims(axis.stride, axis.stride), dims(axis.kernel, axis.kernel), dims(axis.pad_before(), axis.pad_before()),
       dims(axis.pad_after(), axis.pad_after())},
      engine);
  const call::copy source{over(engine, dense(image), x.x), {chosen.src_desc(), engine}};
  const call::copy target{over(engine, dense(result), x.result), {chosen.dst_desc(), engine}};
  return {dnnl::pooling_forward{chosen}, {{DNNL_ARG_SRC, source.own}, {DNNL_ARG_DST, target.own}}, {source, target}};
}

template call make_call(const dnnl::engine&, operands<op::conv2d_pointwise<f32>>&);
template call make_call(const dnnl::engine&, operands<op::conv2d_3x3<f32>>&);
template call make_call(const dnnl::engine&, operands<op::conv2d_window<f32>>&);
template call make_call(const dnnl::engine&, operands<op::conv2d_depthwise<f32>>&);
template call make_call(const dnnl::engine&, operands<op::conv2d_grouped<f32>>&);
template call make_call(const dnnl::engine&, operands<op::max_pool_square<f32>>&);
template call make_call(const dnnl::engine&, operands<op::avg_pool_square<f32>>&);
template call make_call(const dnnl::engine&, operands<op::relu<f32>>&);
template call make_call(const dnnl::engine&, operands<op::gelu<f32>>&);
template call make_call(const dnnl::engine&, operands<op::silu<f32>>&);
template call make_call(const dnnl::engine&, operands<op::sigmoid<f32>>&);
template call make_call(const dnnl::engine&, operands<op::tanh<f32>>&);
template call make_call(const dnnl::engine&, operands<op::exp<f32>>&);
template call make_call(const dnnl::engine&, operands<op::hardswish<f32>>&);
template call make_call(const dnnl::engine&, operands<op::add<f32>>&);
template call make_call(const dnnl::engine&, operands<op::mul<f32>>&);

}  // namespace calib::kernels::onednn
