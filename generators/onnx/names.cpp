#include "onnx/names.hpp"

namespace calib::onnx {

std::string printable(std::string_view name) {
  constexpr std::size_t most = 200;
  std::string text{name.substr(0, most)};
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text.empty() ? "layer" : text;
}

std::string unique_names::unique(const std::string& name) {
  std::size_t count = ++uses_[name];
  if (count == 1) return name;
  for (;; ++count) {
    std::string other = name + "_" + std::to_string(count);
    if (!uses_.emplace(other, 1).second) continue;
    uses_[name] = count;
    return other;
  }
}

}  // namespace calib::onnx
