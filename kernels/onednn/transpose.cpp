#include "kernels/onednn/transpose.hpp"

namespace calib::kernels::onednn {

call make_call(const dnnl::engine& engine, operands<op::transpose<f32>>& x) {
  using dnnl::memory;
  const memory::dims sizes{static_cast<memory::dim>(x.shape.rows), static_cast<memory::dim>(x.shape.cols)};
  const memory from{{sizes, memory::data_type::f32, memory::format_tag::ab}, engine, x.x.data()};
  const memory to{{sizes, memory::data_type::f32, memory::format_tag::ba}, engine, x.result.data()};
  return {dnnl::reorder{from, to}, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}};
}

}  // namespace calib::kernels::onednn
