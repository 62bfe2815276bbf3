#pragma once
/// Every operator that is known: how sizes of its results follow, and what layers it becomes.

#include <span>
#include <string_view>

#include "onnx/lowered_call.hpp"

namespace calib::onnx {

struct operator_rules {
  std::string_view name;         ///< with the domain where that is not ONNX's own
  void (*infer)(call&);          ///< null: the file must state the sizes
  void (*lower)(lowered_call&);  ///< null: no operation stands for it
};

/// All of them.
std::span<const operator_rules> known_operators() noexcept;

/// Null where there is none of this name.
const operator_rules* find_rules(std::string_view name);

}  // namespace calib::onnx
