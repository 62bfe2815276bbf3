#include "calibration/default_setting.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace calib::calibration {
namespace {

/// All operations are parts of networks but these: the vectors of BLAS, memory streams and the smallest call.
constexpr std::array<std::string_view, 11> others{"gemv",       "dot",   "axpy", "exp",   "copy",    "scale",
                                                  "stream_add", "triad", "read", "write", "dispatch"};

}  // namespace

std::string default_setting_of(const profile_io::profile_data& profile) {
  const auto parts_of_networks = [&](const profile_io::setting_data& setting) {
    return std::ranges::count_if(profile.tables, [&](const profile_io::table_data& table) {
      return table.setting == setting.id && std::ranges::find(others, table.operation) == others.end();
    });
  };
  // Of as many tables, warm ones: a single operation is asked for more often by itself.
  const auto rank = [&](const profile_io::setting_data& setting) {
    return std::pair{parts_of_networks(setting), setting.cache == cache_state::warm};
  };
  const auto most = std::ranges::max_element(profile.settings, {}, rank);
  return most == profile.settings.end() ? std::string{} : most->id;
}

}  // namespace calib::calibration
