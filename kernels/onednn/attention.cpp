#include "kernels/onednn/attention.hpp"
#include "kernels/onednn/choice.hpp"

#include <cmath>
#include <limits>

namespace calib::kernels::onednn {
namespace {

using dnnl::memory;

memory::dim size(std::size_t count) { return static_cast<memory::dim>(count); }  // what fits memory fits 63 bits

/// Dense matrices behind each other, or the same memory read as their transposes.
memory::desc matrices(std::size_t batch, std::size_t rows, std::size_t cols) {
  return {{size(batch), size(rows), size(cols)}, memory::data_type::f32, memory::format_tag::abc};
}
memory::desc transposes(std::size_t batch, std::size_t rows, std::size_t cols) {
  return {{size(batch), size(cols), size(rows)}, memory::data_type::f32, memory::format_tag::acb};
}

/// What is added to the scores of one head: nothing, or what no softmax comes back from.
memory causal_mask(const dnnl::engine& engine, const memory::desc& scores, const attention& g) {
  memory mask{scores, engine};
  float* const values = static_cast<float*>(mask.get_data_handle());
  for (std::size_t row = 0; row < g.rows(); ++row) {
    for (std::size_t position = 0; position < g.positions; ++position) {
      values[row * g.positions + position] = position < g.seen(row) ? 0.0f : -std::numeric_limits<float>::infinity();
    }
  }
  return mask;
}

}  // namespace

template <Attention Op>
call_sequence make_call(const dnnl::engine& engine, operands<Op>& x) {
  const attention& g = x.geometry;
  const std::size_t batch = g.masked() ? 1 : g.kv_heads;
  const memory::desc queries = matrices(batch, g.rows(), g.head_dim), cache = matrices(batch, g.positions, g.head_dim);
  const memory::desc keys = transposes(batch, g.positions, g.head_dim);
  const memory scores{matrices(batch, g.rows(), g.positions), engine};
  const memory::desc shape = scores.get_desc();

  dnnl::primitive_attr scaled;
  scaled.set_output_scales(0, {1.0f / std::sqrt(static_cast<float>(g.head_dim))});
  memory mask;
  if (g.masked()) {
    mask = causal_mask(engine, shape, g);
    dnnl::post_ops then;
    then.append_binary(dnnl::algorithm::binary_add, shape);
    scaled.set_post_ops(then);
  }
  const dnnl::matmul compare{choose_product({queries, keys, shape}, engine, scaled)};
  const dnnl::softmax_forward softmax{{{dnnl::prop_kind::forward_inference, shape, /*axis=*/2}, engine}};
  const dnnl::matmul combine{choose_product({shape, cache, queries}, engine)};

  std::vector<call> calls;
  for (std::size_t head = 0; head < g.kv_heads; head += batch) {
    const std::size_t query = head * g.rows() * g.head_dim, position = head * g.positions * g.head_dim;
    std::vector<call::argument> compared{{DNNL_ARG_SRC, {queries, engine, x.q.data() + query}},
                                         {DNNL_ARG_WEIGHTS, {keys, engine, x.k.data() + position}},
                                         {DNNL_ARG_DST, scores}};
    if (g.masked()) compared.push_back({DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, mask});
    calls.push_back({compare, std::move(compared)});
    calls.push_back({softmax, {{DNNL_ARG_SRC, scores}, {DNNL_ARG_DST, scores}}});
    calls.push_back({combine,
                     {{DNNL_ARG_SRC, scores},
                      {DNNL_ARG_WEIGHTS, {cache, engine, x.v.data() + position}},
                      {DNNL_ARG_DST, {queries, engine, x.result.data() + query}}}});
  }
  return call_sequence{std::move(calls)};
}

template call_sequence make_call(const dnnl::engine&, operands<op::attention_prefill_grouped<f32>>&);
template call_sequence make_call(const dnnl::engine&, operands<op::attention_decode_multi_head<f32>>&);
template call_sequence make_call(const dnnl::engine&, operands<op::attention_decode_grouped<f32>>&);
template call_sequence make_call(const dnnl::engine&, operands<op::attention_decode_wide<f32>>&);

}  // namespace calib::kernels::onednn
