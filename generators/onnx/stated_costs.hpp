#pragma once
/// Costs of operators that calib does not know, as the user states them: numbers, or products of numbers and the
/// model's open sizes, as "2048*batch".

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "onnx/import_options.hpp"
#include "onnx/symbols.hpp"

namespace calib::onnx {

/// Of one execution.
struct operator_work {
  std::uint64_t flops = 0, bytes = 0;
};
using operator_works = std::map<std::string, operator_work>;

/// What they are where the open sizes have these values. Throws a fault for a text that is no size.
operator_works works_at(const import_options& options, const open_sizes& open, std::span<const std::uint64_t> values);

}  // namespace calib::onnx
