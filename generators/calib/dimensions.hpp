#pragma once
/// Dimensions as the user writes them: `m=64 n=64 k=64`.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "calib/precision.hpp"

namespace calib::tool {

/// The dimensions of an operation from words `name=value` in any order; those not given have their usual values. Throws
/// usage_error for an unknown operation (with the known ones), and for unknown, missing, repeated or malformed
/// dimensions.
std::vector<std::size_t> parse_dimensions(std::string_view operation, const std::vector<std::string>& words);

/// The whole number `text`, which is part of `word`. Throws usage_error.
std::size_t parse_size(std::string_view word, std::string_view text);

/// Throws usage_error with the known operations if there is none of this name.
void require_operation(std::string_view name);

/// The precision called `name`. Throws usage_error with the known ones.
precision precision_named(std::string_view name);

}  // namespace calib::tool
