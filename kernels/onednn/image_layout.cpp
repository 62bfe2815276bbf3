#include "kernels/onednn/image_layout.hpp"

#include "kernels/onednn/choice.hpp"

namespace calib::kernels::onednn {

tag image_layout(const dnnl::engine& engine, memory::data_type type) {
  const memory::dims sizes = dims(1, 64, 14, 14);
  const memory::desc any{sizes, type, tag::any};
  const auto chosen = choose_convolution({dnnl::prop_kind::forward_inference,
                                          dnnl::algorithm::convolution_direct,
                                          any,
                                          {dims(64, 64, 3, 3), type, tag::any},
                                          any,
                                          /*strides=*/dims(1, 1),
                                          /*padding_l=*/dims(1, 1),
                                          /*padding_r=*/dims(1, 1)},
                                         engine, {});
  for (const tag layout : {tag::nhwc, tag::nChw16c, tag::nChw8c}) {
    if (chosen.dst_desc() == memory::desc{sizes, type, layout}) return layout;
  }
  return tag::nchw;
}

}  // namespace calib::kernels::onednn
