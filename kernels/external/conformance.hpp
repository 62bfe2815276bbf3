#pragma once
/// Tries an engine: each request of the protocol, as calib sends them and as it must never send them.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/external/engine_client.hpp"

namespace calib::external {

struct conformance_line {
  std::string name;  ///< "an unknown request is refused"
  bool passed = false;
  std::string found;  ///< what the engine did; of a check that passed, what is worth knowing
};

/// Calls `report` after each check; true if all passed. An engine that is gone ends the checks: those left out are not
/// reported, and the result is false. Throws engine_start_error where there is nothing to try.
bool check_engine(const std::string& command, const engine_limits& limits,
                  const std::function<void(const conformance_line&)>& report);

/// A small shape of a measured operation, one that every engine with the operation has; nothing if there is no such
/// operation.
std::optional<std::vector<std::size_t>> small_shape(std::string_view operation);

}  // namespace calib::external
