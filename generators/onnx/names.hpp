#pragma once
/// Names of a network's inputs and layers: printable, and each there once.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace calib::onnx {

/// `name` for JSON and terminals: other characters than those of ASCII are question marks, long names are cut.
std::string printable(std::string_view name);

class unique_names {
 public:
  /// The name, or the name and a number where it was given already.
  std::string unique(const std::string& name);

 private:
  std::unordered_map<std::string, std::size_t> uses_;
};

}  // namespace calib::onnx
