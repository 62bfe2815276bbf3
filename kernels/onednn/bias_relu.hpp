#pragma once
/// A bias, and ReLU on the way of a result to memory: what linear and convolutions carry.

#include <oneapi/dnnl/dnnl.hpp>

namespace calib::kernels::onednn {

inline dnnl::primitive_attr then_relu() {
  dnnl::post_ops after;
  after.append_eltwise(/*scale=*/1.0f, dnnl::algorithm::eltwise_relu, /*alpha=*/0.0f, /*beta=*/0.0f);
  dnnl::primitive_attr with;
  with.set_post_ops(after);
  return with;
}

}  // namespace calib::kernels::onednn
