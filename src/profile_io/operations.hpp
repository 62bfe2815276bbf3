#pragma once
/// The operations and precisions a profile may name, looked up by text.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calib/op/shape.hpp"
#include "profile_io/operation_facts.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// The dimensions of a measured operation, in the order of its axes; nothing if there is no such operation.
std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept;

/// The dimensions of an operation, measured or lowered; nothing if there is none of this name.
std::optional<std::span<const std::string_view>> dimensions_of_any(std::string_view operation) noexcept;

/// The value a dimension has where nothing else is said, as the operation declares it (stride 1, pad 0, ...); nothing
/// where it must be said.
std::optional<std::size_t> usual_value(std::string_view operation, std::string_view dimension) noexcept;

/// `dims`, and the defaults of the dimensions behind them, as far as they have any.
std::vector<std::size_t> with_defaults(const operation_facts& operation, std::span<const std::size_t> dims);

/// A shape of a measured operation, by name.
struct named_shape {
  std::string_view operation;
  std::span<const std::string_view> dimensions;
  std::vector<std::size_t> dims;
};

/// The form that carries out the shape `dims` of a lowered operation; nothing for other operations.
std::optional<named_shape> lowered(std::string_view operation, std::span<const std::size_t> dims);

/// Why an operation, measured or lowered, has no such shape (op/problem.hpp); null where it has, and where there is no
/// such operation. As many dimensions as it has. The precision decides how many bytes the operands have; in one in
/// which the operation is not done, only sizes are looked at.
const char* problem_of(std::string_view operation, std::span<const std::size_t> dims,
                       precision p = precision::f32) noexcept;

/// Whether the operation exists in this precision: pairs of formats are those of operations with weights.
bool exists(std::string_view operation, precision p) noexcept;

/// The work of the shape whose dimensions are `dims`; none if there is no such operation, measured or lowered. As many
/// dimensions as it has.
cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept;

/// The measured shape of a table with most FLOPs; where there are none, most bytes. Of a table that does not say what
/// was measured, the last of its grid within the sizes that were.
struct largest_shape {
  cost work;
  double latency_s = 0;
};
largest_shape largest_measured(const table_data& table);

/// "gemm, linear, ...": every operation that can have a table, for messages.
std::string operation_names();

/// The same and those that are lowered to them: every operation that can be asked for.
std::string any_operation_names();

/// The operation, or one of `others`, that `name` may have been meant as; empty where none is near.
std::string nearest_operation(std::string_view name, std::vector<std::string_view> others = {});

/// That there is no operation of this name, with what is near where one is known by another name or measured not at
/// all, and with all there are.
std::string unknown_operation(std::string_view name);

/// The forms of a lowered operation; none of others.
std::vector<std::string_view> forms_of(std::string_view operation);

/// "conv2d_pointwise, ...": the same as text.
std::string form_names(std::string_view operation);

/// "f64, f32, ...": every precision, for messages.
std::string precision_names();

/// "m, n, k"
std::string joined(std::span<const std::string_view> names);

/// The same, or "none".
std::string listed(std::span<const std::string_view> names);

}  // namespace calib::profile_io
