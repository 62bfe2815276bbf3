#include "onnx/lowered_call.hpp"

#include <cmath>

#include "profile_io/operations.hpp"

namespace calib::onnx {

void lowered_call::emit(const layer_draft& draft) {
  layer_draft complete = draft;
  if (!complete.precision) complete.precision = precision();
  const std::vector<std::size_t> given(draft.sizes.begin(), draft.sizes.end());
  if (const auto* const operation = profile_io::operation_called(draft.operation)) {  // neither reshape nor custom
    const auto all = profile_io::with_defaults(*operation, given);
    complete.sizes.assign(all.begin(), all.end());
  }
  last_ = sink_.add(own_, complete, emitted_ ? std::optional{last_} : std::nullopt);
  emitted_ = true;
}

void lowered_call::emit_free() { emit({.operation = "reshape"}); }

std::int64_t lowered_call::parameters(std::size_t input) {
  const value& v = in(input);
  if (v.origin == absent || element::is_whole(v.type)) return 0;
  const shape& dims = *trace_.values[static_cast<std::size_t>(v.origin)].dims;
  const std::int64_t count = elements(dims);
  return count > 1 && sink_.count_once(v.origin) ? count : 0;
}

bool lowered_call::shared(std::size_t input) {
  const value& v = in(input);
  if (v.origin == absent) return true;
  // Parts of a tensor are weights of their own.
  const bool whole = elements(*trace_.values[static_cast<std::size_t>(v.origin)].dims) == elements(*v.dims);
  return whole && !sink_.count_once(v.origin);
}

std::int64_t lowered_call::output_elements() const { return elements(*result().dims); }

std::int64_t lowered_call::bytes(std::int64_t elements, int type) {
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(elements) * element::bytes_of(type)));
}

calib::precision lowered_call::precision() const { return element::precision_of(result().type); }

std::vector<int> lowered_call::results() const {
  std::vector<int> all;
  for (const int output : own_.outputs) {
    if (output != absent) all.push_back(output);
  }
  return all;
}

}  // namespace calib::onnx
