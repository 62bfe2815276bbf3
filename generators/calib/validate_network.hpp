#pragma once
/// `calib validate network`: runs networks on this machine and compares them with a profile's estimates.

#include "command.hpp"

namespace calib::tool {

/// Adds it to `validate`.
void add_validate_network(CLI::App& validate, const global_options& global, action& chosen);

}  // namespace calib::tool
