#pragma once
/// Contents of small tensors, element by element.

#include <cstddef>

#include "onnx/call.hpp"

namespace calib::onnx {

/// The content whose element at each index `at(index)` gives; none for large tensors.
template <class F>
std::optional<numbers> generated(const shape& dims, F at) {
  const std::int64_t count = elements(dims);
  if (count > static_cast<std::int64_t>(most_kept_elements)) return std::nullopt;
  numbers result;
  shape index(dims.size(), 0);
  for (std::int64_t i = 0; i < count; ++i) {
    result.push_back(at(index));
    for (std::size_t d = dims.size(); d-- > 0 && ++index[d] == dims[d];) index[d] = 0;
  }
  return result;
}

/// Where the element at `index` lies in a tensor of `dims`, which broadcasts to that index.
inline std::size_t offset(const shape& dims, const shape& index) {
  std::int64_t result = 0;
  const std::size_t shift = index.size() - dims.size();
  for (std::size_t d = 0; d < dims.size(); ++d) result = result * dims[d] + (dims[d] == 1 ? 0 : index[shift + d]);
  return static_cast<std::size_t>(result);
}

}  // namespace calib::onnx
