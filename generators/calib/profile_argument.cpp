#include "profile_argument.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "profile_io/reader.hpp"
#include "runtime/shipped_files.hpp"
#include "shipped_files.hpp"
#include "usage_error.hpp"

namespace calib::tool {

profile_io::profile_data load(const std::string& file_or_id) {
  if (detail::is_file_name(file_or_id)) return profile_io::read_profile(file_or_id);
  if (const auto file = shipped_file("profiles", file_or_id)) return profile_io::read_profile(*file);
  if (shipped_file("networks", file_or_id)) {
    throw usage_error(fmt::format("'{}' is a network, and this is the place of a profile; shipped profiles: {}",
                                  file_or_id, fmt::join(shipped_ids("profiles"), ", ")));
  }
  throw usage_error(fmt::format("no file and no shipped profile '{}'{}; shipped profiles: {}", file_or_id,
                                nearest_ids("profiles", file_or_id), fmt::join(shipped_ids("profiles"), ", ")));
}

}  // namespace calib::tool
