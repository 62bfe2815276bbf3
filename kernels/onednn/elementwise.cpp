#include "kernels/onednn/binary.hpp"
#include "kernels/onednn/primitives.hpp"

namespace calib::kernels::onednn {
namespace {

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

template <Precision P, class Kind>
call make_call(const dnnl::engine& engine, operands<op::elementwise<P, Kind>>& x) {
  const memory::dims shape = dims(x.shape.elements);
  const memory left = dense(engine, shape, x.left), result = dense(engine, shape, x.result);
  using algorithm = algorithm_of<Kind>;
  if constexpr (Kind::arrays == 3) {
    return binary(engine, algorithm::value, left, dense(engine, shape, x.right), result);
  } else {
    return {
        dnnl::eltwise_forward{implementation<dnnl::eltwise_forward>(
            {dnnl::prop_kind::forward_inference, algorithm::value, left.get_desc(), algorithm::alpha, /*beta=*/0.0f},
            engine)},
        {{DNNL_ARG_SRC, left}, {DNNL_ARG_DST, result}}};
  }
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::axpy<P>>& x) {
  const memory::dims shape = dims(x.shape.elements);
  const memory from = dense(engine, shape, x.x), to = dense(engine, shape, x.y);
  return {dnnl::sum{{to.get_desc(), {1.0f, operands<op::axpy<P>>::factor}, {to.get_desc(), from.get_desc()}, engine}},
          {{DNNL_ARG_MULTIPLE_SRC, to}, {DNNL_ARG_MULTIPLE_SRC + 1, from}, {DNNL_ARG_DST, to}}};
}

template call make_call(const dnnl::engine&, operands<op::axpy<f32>>&);

#define CALIB_INSTANTIATE(P)                                                 \
  template call make_call(const dnnl::engine&, operands<op::relu<P>>&);      \
  template call make_call(const dnnl::engine&, operands<op::gelu<P>>&);      \
  template call make_call(const dnnl::engine&, operands<op::silu<P>>&);      \
  template call make_call(const dnnl::engine&, operands<op::sigmoid<P>>&);   \
  template call make_call(const dnnl::engine&, operands<op::tanh<P>>&);      \
  template call make_call(const dnnl::engine&, operands<op::exp<P>>&);       \
  template call make_call(const dnnl::engine&, operands<op::hardswish<P>>&); \
  template call make_call(const dnnl::engine&, operands<op::add<P>>&);       \
  template call make_call(const dnnl::engine&, operands<op::mul<P>>&)
CALIB_INSTANTIATE(f32);
CALIB_INSTANTIATE(bf16);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::onednn
