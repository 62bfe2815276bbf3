#pragma once
/// The operations that a layer of a network may name: those of op/list.hpp, and two that no kernel carries out.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "calib/op/operation.hpp"

namespace calib::network_io {

/// An operation that calib does not know. Its dimensions say its work: `flops`, which may be 0, and `bytes`.
inline constexpr std::string_view custom = "custom";

/// A tensor under another shape. It has no dimensions and takes no time.
inline constexpr std::string_view reshape = "reshape";

/// The dimensions of a layer's operation; nothing if there is no such operation.
std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept;

/// Whether the operation exists in this precision.
bool exists(std::string_view operation, precision p) noexcept;

/// Why there is no such shape, null where there is one. As many dimensions as the operation has.
const char* problem_of(std::string_view operation, std::span<const std::size_t> dims, precision p) noexcept;

/// The work of the shape. As many dimensions as the operation has.
cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept;

/// Whether a vector may be added to its result: products and convolutions.
bool takes_bias(std::string_view operation) noexcept;

/// That there is no operation of this name, and all that there are.
std::string unknown_operation(std::string_view name);

/// The operation whose name is nearest; empty where none is near.
std::string nearest_operation(std::string_view name);

}  // namespace calib::network_io
