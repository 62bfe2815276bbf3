#pragma once
/// Which public header declares an operation.

#include <string_view>

namespace calib::emit {

/// The header that declares `op::<operation>`, as "calib/op/gemm.hpp"; empty when the operation is unknown.
std::string_view operation_header(std::string_view operation) noexcept;

}  // namespace calib::emit
