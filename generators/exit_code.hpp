#pragma once
/// What the exit status of a program means. Scripts rely on these numbers.

#include <exception>

#include "calib/loaded_profile.hpp"
#include "calib/network/size_error.hpp"
#include "calib/profile_error.hpp"
#include "invalid_input.hpp"
#include "usage_error.hpp"

namespace calib::tool {

enum exit_code : int {
  ok = 0,
  internal_error = 1,  ///< and what the machine refused: memory, a full disk
  usage = 2,
  below_quality = 3,     ///< a table is worse than --require-quality
  beyond_threshold = 4,  ///< more is off than --threshold
  invalid_profile = 5,
  interrupted = 130,  ///< by Ctrl-C; what was measured is kept
};

/// The status that a program ends with after this error.
inline exit_code status_after(const std::exception& error) {
  const bool asked_wrongly = dynamic_cast<const usage_error*>(&error) || dynamic_cast<const no_table_error*>(&error) ||
                             dynamic_cast<const impossible_shape*>(&error) ||
                             dynamic_cast<const network_size_error*>(&error);
  if (asked_wrongly) return usage;
  const auto* const of_file = dynamic_cast<const profile_error*>(&error);
  if (of_file && of_file->code() == profile_fault::cannot_write) return internal_error;  // a full disk, not the profile
  return of_file || dynamic_cast<const invalid_input*>(&error) ? invalid_profile : internal_error;
}

}  // namespace calib::tool
