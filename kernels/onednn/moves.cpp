#include "kernels/onednn/moves.hpp"

#include <numeric>

#include "kernels/onednn/image_layout.hpp"

namespace calib::kernels::onednn {

call make_call(const dnnl::engine& engine, operands<op::transpose<f32>>& x) {
  const memory::dims sizes = dims(x.shape.rows, x.shape.cols);
  const memory from = dense(engine, sizes, x.x);
  const memory to{in_layout<float>(tag::ba, sizes), engine, x.result.data()};
  return {dnnl::reorder{from, to}, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}};
}

call make_call(const dnnl::engine& engine, operands<op::concat<f32>>& x) {
  // Each half has the channels of a usual layer, at most.
  const std::size_t channels = std::gcd(x.left.size(), std::size_t{64}), pixels = x.left.size() / channels;
  const memory::dims half = dims(1, channels, pixels, 1), whole = dims(1, 2 * channels, pixels, 1);
  const call::copy left{dense(engine, half, x.left), image<float>(engine, half)};
  const call::copy right{dense(engine, half, x.right), image<float>(engine, half)};
  const call::copy result{dense(engine, whole, x.result), image<float>(engine, whole)};
  return {dnnl::concat{{result.own.get_desc(), /*axis=*/1, {left.own.get_desc(), right.own.get_desc()}, engine}},
          {{DNNL_ARG_MULTIPLE_SRC, left.own}, {DNNL_ARG_MULTIPLE_SRC + 1, right.own}, {DNNL_ARG_DST, result.own}},
          {left, right, result}};
}

}  // namespace calib::kernels::onednn
