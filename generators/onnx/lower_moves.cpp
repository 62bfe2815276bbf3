#include <algorithm>
#include <numeric>

#include "onnx/lower_rules.hpp"

namespace calib::onnx {
namespace {

void emit_copy(lowered_call& c, std::int64_t bytes) {
  c.emit({.operation = "copy", .sizes = {bytes}, .kind = c.kind()});
}

// Axes larger than 1 of the input, in the order of the output, those that stay neighbours as one.
std::vector<std::int64_t> moved(const lowered_call& c, std::int64_t& last_size) {
  const shape& from = c.dims(0);
  std::vector<std::int64_t> order(from.size());
  std::iota(order.rbegin(), order.rend(), 0);
  if (const auto given = c.list("perm")) order = *given;
  std::vector<std::int64_t> large;  // number of each axis among the large ones
  std::int64_t count = 0;
  for (const std::int64_t size : from) large.push_back(size > 1 ? count++ : -1);
  std::vector<std::int64_t> result;
  std::int64_t before = -2;
  for (const std::int64_t given : order) {
    const std::size_t axis = c.axis(given, c.rank(0));
    if (large[axis] < 0) continue;
    if (large[axis] != before + 1 || result.empty()) {
      result.push_back(large[axis]);
      last_size = 1;
    }
    last_size = product(last_size, from[axis]);
    before = large[axis];
  }
  return result;
}

}  // namespace

void lower_free(lowered_call& c) { c.emit_free(); }

// Scalars beside the tensor, as a scale that is found with it, would be bytes that do not grow with the batch.
void lower_copy(lowered_call& c) {
  const std::int64_t read = c.bytes(c.input_elements(0), c.in(0).type);
  std::int64_t written = 0;
  for (const int output : c.results()) {
    const value& v = c.execution().values[static_cast<std::size_t>(output)];
    if (v.dims && !v.dims->empty()) written += c.bytes(elements(*v.dims), v.type);
  }
  emit_copy(c, read + written);
}

void lower_picked(lowered_call& c) {
  if (c.output_elements() == c.input_elements(0)) {
    c.emit_free();
  } else {
    emit_copy(c, 2 * c.bytes(c.output_elements(), c.in(0).type));
  }
}

void lower_filled(lowered_call& c) {
  const int type = c.result().type;
  c.emit({.operation = "write", .sizes = {c.bytes(c.output_elements(), type)}, .kind = c.kind()});
}

void lower_cast(lowered_call& c) {
  const int to = c.result().type;
  if (to == c.in(0).type) {
    c.emit_free();
  } else {
    lower_copy(c);
  }
}

void lower_concat(lowered_call& c) {
  std::size_t filled = 0;
  for (std::size_t i = 0; i < c.inputs(); ++i) filled += c.input_elements(i) > 0 ? 1 : 0;
  if (filled < 2) {
    c.emit_free();
    return;
  }
  const std::int64_t once = c.bytes(c.output_elements(), c.in(0).type);
  std::int64_t parameters = 0;  // as the class token of a vision transformer
  for (std::size_t i = 0; i < c.inputs(); ++i) parameters += c.folded(i) ? c.parameters(i) : 0;
  c.emit({.operation = "concat",
          .sizes = {2 * once},
          .parameters = parameters > 0 ? std::optional{parameters} : std::nullopt});
}

void lower_transpose(lowered_call& c) {
  std::int64_t last = 1;
  const std::vector<std::int64_t> order = moved(c, last);
  if (order.size() <= 1) {
    c.emit_free();
    return;
  }
  c.emit({.operation = "transpose", .sizes = {c.output_elements() / last, last}});
}

void lower_gather(lowered_call& c) {
  const shape& from = c.dims(0);
  const std::size_t along = c.axis(c.whole("axis", 0), c.rank(0));
  const std::int64_t cols = elements(from, along + 1, from.size());
  layer_draft draft{.operation = "gather", .sizes = {c.output_elements() / cols, cols}};
  draft.parameters = c.folded(0) ? c.parameters(0) : 0;
  c.emit(draft);
}

void lower_gather_elements(lowered_call& c) {
  c.emit({.operation = "gather", .sizes = {c.output_elements(), 1}, .kind = c.kind(), .parameters = 0});
}

}  // namespace calib::onnx
