#pragma once
/// What a library executes of a network: steps, each on what the steps before it made.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/kernel.hpp"

namespace calib::kernels {

/// One step: a layer with what the library carries out within it.
struct network_step {
  std::string name;
  std::string operation;  ///< as networks name it: conv2d, linear, relu, ...
  calib::precision precision{};
  std::span<const std::string_view> dimensions{};  ///< the operation's
  std::vector<std::size_t> dims{};                 ///< in their order
  std::vector<std::int32_t> inputs{};              ///< steps before this one, by number; negative: from outside
  std::size_t outputs = 0;                         ///< elements of the result
  bool then_relu = false;                          ///< within the step, as its last part
  /// What runs on operands of its own where the library cannot join the step to others; its `of` may be null.
  member alone{};

  /// The size of a dimension; 0 where the operation has none of this name.
  [[nodiscard]] std::size_t size(std::string_view dimension) const noexcept {
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      if (dimensions[i] == dimension) return dims[i];
    }
    return 0;
  }
};

}  // namespace calib::kernels
