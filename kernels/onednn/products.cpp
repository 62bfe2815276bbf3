#include "kernels/onednn/bias_relu.hpp"
#include "kernels/onednn/choice.hpp"
#include "kernels/onednn/memory.hpp"
#include "kernels/onednn/primitives.hpp"

namespace calib::kernels::onednn {
namespace {

call matmul(const memory& a, const memory& b, const memory& c, const dnnl::engine& engine) {
  return {dnnl::matmul{choose_product({a.get_desc(), b.get_desc(), c.get_desc()}, engine)},
          {{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, c}}};
}

}  // namespace

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::gemm<P>>& x) {
  const auto [m, n, k] = x.shape;
  return matmul(dense(engine, dims(m, k), x.a), dense(engine, dims(k, n), x.b), dense(engine, dims(m, n), x.c), engine);
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::batched_gemm<P>>& x) {
  const auto [batch, m, n, k] = x.shape;
  return matmul(dense(engine, dims(batch, m, k), x.a), dense(engine, dims(batch, k, n), x.b),
                dense(engine, dims(batch, m, n), x.c), engine);
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::gemv<P>>& x) {
  const auto [m, k] = x.shape;
  return matmul(dense(engine, dims(m, k), x.a), dense(engine, dims(k, 1), x.x), dense(engine, dims(m, 1), x.y), engine);
}

template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::dot<P>>& x) {
  using element = typename operands<op::dot<P>>::element;
  const std::size_t n = x.shape.elements;
  return matmul(dense(engine, dims(1, n), x.x), dense(engine, dims(n, 1), x.y),
                {dense<element>(dims(1, 1)), engine, &x.result}, engine);
}

/// The weights are reordered here, once.
template <Precision P>
call make_call(const dnnl::engine& engine, operands<op::linear<P>>& x) {
  using element = typename operands<op::linear<P>>::element;
  const auto [m, n, k] = x.shape;
  const memory source = dense(engine, dims(m, k), x.x), target = dense(engine, dims(m, n), x.y);
  const memory bias = dense(engine, dims(n), x.bias);
  const auto chosen =
      implementation<dnnl::inner_product_forward>({dnnl::prop_kind::forward_inference, source.get_desc(),
                                                   any_layout<element>(dims(n, k)), bias.get_desc(), target.get_desc()},
                                                  engine, then_relu());
  const memory packed{chosen.weights_desc(), engine};
  dnnl::stream stream{engine};
  reorder(stream, dense(engine, dims(n, k), x.w), packed);
  return {dnnl::inner_product_forward{chosen},
          {{DNNL_ARG_SRC, source}, {DNNL_ARG_WEIGHTS, packed}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, target}}};
}

template call make_call(const dnnl::engine&, operands<op::gemm<f32>>&);
template call make_call(const dnnl::engine&, operands<op::gemm<bf16>>&);
template call make_call(const dnnl::engine&, operands<op::gemm<i8>>&);
template call make_call(const dnnl::engine&, operands<op::gemv<f32>>&);
template call make_call(const dnnl::engine&, operands<op::dot<f32>>&);
template call make_call(const dnnl::engine&, operands<op::linear<f32>>&);
template call make_call(const dnnl::engine&, operands<op::linear<bf16>>&);
template call make_call(const dnnl::engine&, operands<op::linear<i8>>&);
template call make_call(const dnnl::engine&, operands<op::batched_gemm<f32>>&);
template call make_call(const dnnl::engine&, operands<op::batched_gemm<bf16>>&);
template call make_call(const dnnl::engine&, operands<op::batched_gemm<i8>>&);

}  // namespace calib::kernels::onednn
