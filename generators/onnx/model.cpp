#include "onnx/model.hpp"

#include "onnx/names.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {

const attribute* node::find(std::string_view wanted) const noexcept {
  for (const attribute& a : attributes) {
    if (a.name == wanted) return &a;
  }
  return nullptr;
}

std::string node::operation() const {
  return domain.empty() || domain == "ai.onnx" ? std::string{op_type}
                                               : std::string{domain} + "." + std::string{op_type};
}

std::string_view node::called() const noexcept {
  if (!name.empty()) return name;
  for (const std::string_view output : outputs) {
    if (!output.empty()) return output;
  }
  return op_type;
}

std::string node::place() const {
  const std::string named = "node " + profile_io::in_quotes(called());
  return op_type.empty() ? named : named + " (" + printable(operation()) + ")";
}

std::int64_t model::opset() const noexcept {
  const auto own = opsets.find("");
  return own == opsets.end() ? 0 : own->second;
}

}  // namespace calib::onnx
