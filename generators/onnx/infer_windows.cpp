#include <algorithm>

#include "onnx/infer.hpp"
#include "onnx/windows.hpp"

namespace calib::onnx {
namespace {

// X at input 0 and W at input `weights`: [out_channels, in_channels / groups, sizes of the window].
void convolve(call& c, std::size_t weights, int type) {
  const shape &x = c.dims(0), &w = c.dims(weights);
  const std::int64_t groups = c.whole("group", 1);
  if (x.size() < 3 || w.size() != x.size()) c.refuse_call("convolves " + text_of(x) + " with " + text_of(w));
  if (groups < 1 || product(w[1], groups) != x[1] || w[0] % groups != 0) {
    c.refuse_call("convolves " + text_of(x) + " with " + text_of(w) + " in " + std::to_string(groups) +
                  " groups: the channels are not as many");
  }
  shape to{x[0], w[0]};
  for (const detail::window_side& side : windows(c, x, {w.begin() + 2, w.end()})) {
    to.push_back(static_cast<std::int64_t>(side.positions()));
  }
  c.give(0, std::move(to), type);
}

}  // namespace

void infer_conv(call& c) { convolve(c, 1, c.in(0).type); }

void infer_conv_integer(call& c) { convolve(c, 1, element::i32); }

void infer_qlinear_conv(call& c) { convolve(c, 3, c.has(7) ? c.in(7).type : c.in(0).type); }

void infer_conv_transpose(call& c) {
  const shape &x = c.dims(0), &w = c.dims(1);
  if (x.size() < 3 || w.size() != x.size()) c.refuse_call("convolves " + text_of(x) + " with " + text_of(w));
  const std::size_t count = x.size() - 2;
  const auto list = [&](std::string_view name, std::size_t size, std::int64_t otherwise) {
    auto given = c.list(name).value_or(std::vector<std::int64_t>(size, otherwise));
    if (given.size() != size) c.refuse_call("has not " + std::to_string(size) + " " + std::string{name});
    return given;
  };
  const auto strides = list("strides", count, 1), dilations = list("dilations", count, 1),
             pads = list("pads", 2 * count, 0), extra = list("output_padding", count, 0);
  shape to{x[0], product(w[1], c.whole("group", 1))};
  const auto given = c.list("output_shape");
  for (std::size_t i = 0; i < count; ++i) {
    const bool same = c.text("auto_pad", "NOTSET").starts_with("SAME");
    const std::int64_t spread = product(strides[i], same ? x[i + 2] : x[i + 2] - 1);
    to.push_back(given && given->size() == count ? (*given)[i]
                 : same                          ? spread
                        : spread + extra[i] + product(dilations[i], w[i + 2] - 1) + 1 - pads[i] - pads[i + count]);
  }
  c.give(0, std::move(to), c.in(0).type);
}

void infer_pool(call& c) {
  const auto kernel = c.list("kernel_shape");
  if (!kernel) c.refuse_call("has no kernel_shape");
  const shape& x = c.dims(0);
  if (x.size() < 3) c.refuse_call("pools " + text_of(x));
  shape to{x[0], x[1]};
  for (const detail::window_side& side : windows(c, x, *kernel)) {
    to.push_back(static_cast<std::int64_t>(side.positions()));
  }
  c.give(0, to, c.in(0).type);
  c.give(1, to, element::i64);
}

void infer_global_pool(call& c) {
  shape to = c.dims(0);
  if (to.size() < 3) c.refuse_call("pools " + text_of(to));
  std::fill(to.begin() + 2, to.end(), 1);
  c.give(0, std::move(to), c.in(0).type);
}

}  // namespace calib::onnx
