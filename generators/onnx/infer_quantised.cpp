#include "onnx/infer.hpp"

namespace calib::onnx {

void infer_quantize(call& c) { c.give(0, c.dims(0), c.has(2) ? c.in(2).type : element::u8); }

void infer_dequantize(call& c) {
  c.give(0, c.dims(0), c.in(1).type == element::unknown ? element::f32 : c.in(1).type);
  if (element::is_eight_bits(c.in(0).type)) c.out(0).quantised_from = c.in(0).type;
}

void infer_dynamic_quantize(call& c) {
  c.give(0, c.dims(0), element::u8);
  c.give(1, {}, element::f32);
  c.give(2, {}, element::u8);
}

void infer_qlinear_binary(call& c) { c.give(0, broadcast(c, c.dims(0), c.dims(3)), c.in(0).type); }

}  // namespace calib::onnx
