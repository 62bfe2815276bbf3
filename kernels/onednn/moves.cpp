#include "kernels/onednn/moves.hpp"

#include "kernels/onednn/memory.hpp"

namespace calib::kernels::onednn {

call make_call(const dnnl::engine& engine, operands<op::transpose<f32>>& x) {
  const memory::dims sizes = dims(x.shape.rows, x.shape.cols);
  const memory from = dense(engine, sizes, x.x);
  const memory to{in_layout<float>(tag::ba, sizes), engine, x.result.data()};
  return {dnnl::reorder{from, to}, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}};
}

call make_call(const dnnl::engine& engine, operands<op::concat<f32>>& x) {
  const memory left = dense(engine, dims(x.left.size()), x.left);
  const memory right = dense(engine, dims(x.right.size()), x.right);
  const memory result = dense(engine, dims(x.result.size()), x.result);
  return {dnnl::concat{{result.get_desc(), /*axis=*/0, {left.get_desc(), right.get_desc()}, engine}},
          {{DNNL_ARG_MULTIPLE_SRC, left}, {DNNL_ARG_MULTIPLE_SRC + 1, right}, {DNNL_ARG_DST, result}}};
}

}  // namespace calib::kernels::onednn
