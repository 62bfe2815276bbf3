#pragma once
/// Two arrays into one, element by element; an array with a dimension of one is repeated along it.

#include "kernels/onednn/call.hpp"
#include "kernels/onednn/memory.hpp"

namespace calib::kernels::onednn {

inline call binary(const dnnl::engine& engine, dnnl::algorithm algorithm, const memory& left, const memory& right,
                   const memory& result) {
  return {dnnl::binary{
              implementation<dnnl::binary>({algorithm, left.get_desc(), right.get_desc(), result.get_desc()}, engine)},
          {{DNNL_ARG_SRC_0, left}, {DNNL_ARG_SRC_1, right}, {DNNL_ARG_DST, result}}};
}

}  // namespace calib::kernels::onednn
