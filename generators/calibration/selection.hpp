#pragma once
/// Which tables are wanted: operations, backends and precisions, and how much effort they are worth.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/kernel.hpp"
#include "plan/grids.hpp"

namespace calib::calibration {

struct selection {
  std::vector<std::string> operations{"*"};  ///< globs: "gemm", "conv2d*"
  std::vector<std::string> backends{"*"};    ///< globs
  std::vector<calib::precision> precisions;  ///< empty: all
  bool only_of_networks = false;             ///< of these operations, those that occur in networks
  plan::effort effort = plan::effort::quick;
  std::uint64_t seed = 1;

  bool names(std::string_view operation, std::string_view backend, calib::precision precision) const;
};

/// "quick" or "full"
std::string effort_name(plan::effort effort);

/// Whether `name` matches one of the globs.
bool matches(const std::vector<std::string>& globs, std::string_view name);

/// Throws usage_error for the first glob of the selection that matches no operation or backend of these kernels, with a
/// list of what there is: beside a glob that matches, a misspelt one would go unnoticed.
void require_known(const selection& wanted, const std::vector<std::unique_ptr<kernels::kernel>>& kernels);

}  // namespace calib::calibration
