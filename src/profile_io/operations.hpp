#pragma once
/// The operations and precisions a profile may name, looked up by text.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "calib/op/operation.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// The dimensions of an operation, in the order of its axes; nothing if there is no such operation.
std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept;

/// The work of the shape whose dimensions are `dims`; none if there is no such operation. As many dimensions as it has.
cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept;

/// The work of the shape at the last knots of a table: the largest one.
cost largest_work(const table_data& table);

/// "gemm, linear, ...": every operation, for messages.
std::string operation_names();

/// "f64, f32, ...": every precision, for messages.
std::string precision_names();

/// "m, n, k"
std::string joined(std::span<const std::string_view> names);

}  // namespace calib::profile_io
