#include "machine_for.hpp"

#include <fmt/format.h>

#include <string>

#include "date.hpp"
#include "usage_error.hpp"

namespace calib::tool {

calibration::host machine_for(const profile_io::profile_data& profile) {
  const std::string& kind = profile.measured_on.core_kind;
  try {
    return calibration::host(today(), kind);
  } catch (const usage_error& refusal) {
    if (kind.empty()) throw;
    throw usage_error(fmt::format("the profile was measured on {} cores: {}; validate it where such cores may be used",
                                  kind, refusal.what()));
  }
}

}  // namespace calib::tool
