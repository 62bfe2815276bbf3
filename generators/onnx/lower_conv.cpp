#include <algorithm>

#include "onnx/lower_rules.hpp"
#include "onnx/quantised.hpp"
#include "onnx/windows.hpp"

namespace calib::onnx {
namespace {

std::int64_t own_pad(std::size_t pad, std::size_t both) { return whole(pad - both); }

// One window for both directions where they are alike, else one for each.
void emit_conv2d(lowered_call& c, const shape& x, const shape& w, const std::vector<detail::window_side>& sides,
                 layer_draft draft) {
  const auto& [down, across] = std::pair{sides[0], sides[1]};
  const std::size_t pad = std::min({down.pad_before, down.pad_after, across.pad_before, across.pad_after});
  const bool one_stride = down.stride == across.stride, one_dilation = down.dilation == across.dilation;
  draft.operation = "conv2d";
  draft.sizes = {x[0],
                 x[1],
                 x[2],
                 x[3],
                 w[0],
                 w[2],
                 w[3],
                 one_stride ? whole(down.stride) : 1,
                 whole(pad),
                 one_dilation ? whole(down.dilation) : 1,
                 c.whole("group", 1),
                 one_stride ? 0 : whole(down.stride),
                 one_stride ? 0 : whole(across.stride),
                 own_pad(down.pad_before, pad),
                 own_pad(down.pad_after, pad),
                 own_pad(across.pad_before, pad),
                 own_pad(across.pad_after, pad),
                 one_dilation ? 0 : whole(down.dilation),
                 one_dilation ? 0 : whole(across.dilation)};
  c.emit(draft);
}

void emit_conv1d(lowered_call& c, const shape& x, const shape& w, const detail::window_side& side, layer_draft draft) {
  const std::size_t pad = std::min(side.pad_before, side.pad_after);
  draft.operation = "conv1d";
  draft.sizes = {x[0],
                 x[1],
                 x[2],
                 w[0],
                 w[2],
                 whole(side.stride),
                 whole(pad),
                 whole(side.dilation),
                 c.whole("group", 1),
                 own_pad(side.pad_before, pad),
                 own_pad(side.pad_after, pad)};
  c.emit(draft);
}

void convolve(lowered_call& c, std::size_t weights, bool bias, calib::precision precision) {
  const shape &x = c.dims(0), &w = c.dims(weights);
  layer_draft draft;
  draft.bias = bias;
  draft.precision = precision;
  if (!c.folded(weights) || c.shared(weights)) draft.parameters = bias ? w[0] : 0;
  const auto sides = windows(c, x, {w.begin() + 2, w.end()});
  if (sides.size() == 2) {
    emit_conv2d(c, x, w, sides, draft);
  } else if (sides.size() == 1) {
    emit_conv1d(c, x, w, sides[0], draft);
  } else {
    throw not_lowered{"calib has convolutions of images and sequences, none in more than 2 directions"};
  }
}

}  // namespace

void lower_conv(lowered_call& c) {
  const std::string_view kind = c.what().op_type;
  if (kind == "ConvInteger") {
    convolve(c, 1, false, element::precision_of(c.in(0).type));
    return;
  }
  convolve(c, 1, c.has(2), product_precision(c, 0, 1));
  if (kind != "FusedConv") return;
  if (c.has(3)) c.emit({.operation = "add", .sizes = {c.output_elements()}});
  const std::string_view activation = c.text("activation", "");
  if (activation.empty()) return;
  const bool smooth = activation == "Sigmoid" || activation == "Tanh";
  c.emit({.operation = activation == "Sigmoid" ? "sigmoid"
                       : smooth                ? "tanh"
                                               : "relu",
          .sizes = {c.output_elements()},
          .kind = smooth || activation == "Relu" ? "" : std::string{activation}});
}

void lower_qlinear_conv(lowered_call& c) { convolve(c, 3, c.has(8), element::precision_of(c.in(0).type)); }

void lower_conv_transpose(lowered_call&) {
  throw not_lowered{"calib has no transposed convolution; conv2d of its output's size is near"};
}

}  // namespace calib::onnx
