#include "onnx/infer.hpp"

namespace calib::onnx {

// X is [length, batch, size], and with layout = 1 [batch, length, size]; results have the directions beside the batch.
void infer_recurrent(call& c) {
  const shape& x = c.dims(0);
  const std::int64_t hidden = c.whole("hidden_size", c.rank(2) == 3 ? c.dims(2)[2] : 0);
  if (x.size() != 3 || hidden < 1)
    c.refuse_call("goes along " + text_of(x) + " with a state of " + std::to_string(hidden));
  const std::int64_t directions = c.text("direction", "forward") == "bidirectional" ? 2 : 1;
  const bool batch_first = c.whole("layout", 0) != 0;
  const int type = c.in(0).type;
  const shape last = batch_first ? shape{x[0], directions, hidden} : shape{directions, x[1], hidden};
  c.give(0, batch_first ? shape{x[0], x[1], directions, hidden} : shape{x[0], directions, x[1], hidden}, type);
  c.give(1, last, type);
  if (c.what().op_type == "LSTM") c.give(2, last, type);
}

}  // namespace calib::onnx
