#include <algorithm>

#include "onnx/axes.hpp"
#include "onnx/lower_rules.hpp"

namespace calib::onnx {
namespace {

// Rows and columns: all before the axis, and all from it on.
struct matrix {
  std::int64_t rows, cols;
};

matrix cut_at(const shape& dims, std::size_t axis) {
  return {elements(dims, 0, axis), elements(dims, axis, dims.size())};
}

std::string kind_if_not(const lowered_call& c, std::string_view plain) {
  return c.what().op_type == plain ? std::string{} : std::string{c.what().op_type};
}

void normalise(lowered_call& c, std::string_view operation, std::string_view plain, std::size_t vectors) {
  const matrix m = cut_at(c.dims(0), c.axis(c.whole("axis", -1), c.rank(0)));
  layer_draft draft{.operation = operation, .sizes = {m.rows, m.cols}, .kind = kind_if_not(c, plain)};
  const std::size_t usual = operation == "layer_norm" ? 2 : 1;
  if (vectors != usual) draft.parameters = product(static_cast<std::int64_t>(vectors), m.cols);
  c.emit(draft);
}

std::size_t vectors_from(const lowered_call& c, std::size_t first) {
  std::size_t count = 0;
  for (std::size_t i = first; i < c.inputs() && i < first + 2; ++i) count += c.has(i) ? 1 : 0;
  return count;
}

// Batch, channels and the sizes of an image; of sequences, a row of it.
std::vector<std::int64_t> as_image(const shape& dims) {
  const auto size = [&](std::size_t i) { return i < dims.size() ? dims[i] : 1; };
  if (dims.size() <= 3) return {size(0), size(1), 1, size(2)};
  return {size(0), size(1), size(2), elements(dims, 3, dims.size())};
}

}  // namespace

void lower_softmax(lowered_call& c) {
  const shape& dims = c.dims(0);
  const std::string kind = kind_if_not(c, "Softmax");
  if (dims.empty()) {
    c.emit({.operation = "softmax", .sizes = {1, 1}, .kind = kind});
    return;
  }
  if (c.opset() < 13) {  // everything from the axis on is one row
    const std::int64_t given = c.whole("axis", 1);
    const matrix m = cut_at(dims, given == c.rank(0) ? dims.size() : c.axis(given, c.rank(0)));
    c.emit({.operation = "softmax", .sizes = {m.rows, m.cols}, .kind = kind});
    return;
  }
  const std::int64_t cols = dims[c.axis(c.whole("axis", -1), c.rank(0))];
  c.emit({.operation = "softmax", .sizes = {elements(dims) / cols, cols}, .kind = kind});
}

void lower_layer_norm(lowered_call& c) { normalise(c, "layer_norm", "LayerNormalization", vectors_from(c, 1)); }

void lower_rms_norm(lowered_call& c) {
  normalise(c, "rms_norm", "RMSNormalization", std::min<std::size_t>(vectors_from(c, 1), 1));
}

void lower_row_norm(lowered_call& c) {
  const std::int64_t cols = c.dims(0).empty() ? 1 : c.dims(0)[c.axis(c.whole("axis", -1), c.rank(0))];
  c.emit({.operation = "rms_norm",
          .sizes = {c.output_elements() / cols, cols},
          .kind = std::string{c.what().op_type},
          .parameters = 0});
}

void lower_skip_layer_norm(lowered_call& c) {
  const bool rms = c.what().op_type.find("Simplified") != std::string_view::npos;
  c.emit({.operation = "add", .sizes = {c.output_elements()}});
  normalise(c, rms ? "rms_norm" : "layer_norm", "", rms ? 1 : vectors_from(c, 2));
}

void lower_reduce(lowered_call& c) {
  const shape& dims = c.dims(0);
  const std::vector<bool> reduced = reduced_axes(c);
  std::int64_t rows = 1, cols = 1;
  for (std::size_t i = 0; i < dims.size(); ++i) (reduced[i] ? cols : rows) = product(reduced[i] ? cols : rows, dims[i]);
  const bool mean = c.what().op_type == "ReduceMean";
  if (cols == 0 || (cols == 1 && (mean || c.what().op_type == "ReduceSum"))) {
    c.emit_free();
  } else if (mean && dims.size() == 4 && reduced == std::vector<bool>{false, false, true, true}) {
    c.emit({.operation = "global_avg_pool", .sizes = dims});
  } else {
    c.emit({.operation = "reduce_sum", .sizes = {rows, cols}, .kind = kind_if_not(c, "ReduceSum")});
  }
}

void lower_arg_reduce(lowered_call& c) {
  const std::int64_t results = std::max<std::int64_t>(c.output_elements(), 1);
  c.emit({.operation = "reduce_sum",
          .sizes = {results, c.input_elements(0) / results},
          .kind = std::string{c.what().op_type},
          .precision = element::precision_of(c.in(0).type)});
}

void lower_batch_norm(lowered_call& c) {
  layer_draft draft{
      .operation = "batch_norm", .sizes = as_image(c.dims(0)), .kind = kind_if_not(c, "BatchNormalization")};
  if (!draft.kind.empty()) {
    std::int64_t parameters = 0;
    for (std::size_t i = 1; i < c.inputs(); ++i) parameters += c.has(i) && c.folded(i) ? c.parameters(i) : 0;
    draft.parameters = parameters;
  }
  c.emit(draft);
}

// Of each element: a square, its share of `size` sums, scale, shift, power and quotient.
void lower_lrn(lowered_call& c) {
  const std::int64_t count = c.output_elements(), size = std::clamp<std::int64_t>(c.whole("size", 1), 1, 1 << 20);
  c.emit({.operation = "custom", .sizes = {product(count, size + 4), 2 * c.bytes(count, c.in(0).type)}, .kind = "LRN"});
}

}  // namespace calib::onnx
