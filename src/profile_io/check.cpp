#include "profile_io/check.hpp"

#include <algorithm>
#include <string>

#include "calib/profile.hpp"
#include "profile_io/check_history.hpp"
#include "profile_io/check_machine.hpp"
#include "profile_io/check_tables.hpp"
#include "profile_io/checked_file.hpp"

namespace calib::profile_io {
namespace {

void check_version(const checked_file& file, int version) {
  const std::string reads = "this calib reads schema " + std::to_string(schema_version);
  if (version > schema_version) {
    file.fail(profile_fault::schema_too_new, "/schema", "schema " + std::to_string(version) + " is too new: " + reads,
              "update calib, or write the profile again with this one");
  }
  if (version < schema_version) {
    file.fail(profile_fault::schema_too_old, "/schema", "schema " + std::to_string(version) + " is too old: " + reads,
              "calibrate again with `calib run`");
  }
}

void check_content(const checked_file& file, const profile_data& profile) {
  const machine_peaks& p = profile.theoretical.peaks;
  const bool any_peak =
      p.bandwidth_bytes_per_s > 0 || std::ranges::any_of(p.flops_per_s, [](double x) { return x > 0; });
  if (!profile.tables.empty() || any_peak) return;
  file.fail(profile_fault::no_content, "", "the profile has neither a table nor a theoretical peak",
            "add tables with `calib run`, or the datasheet's numbers under /theoretical_peaks");
}

}  // namespace

void check_schema(int version, std::string_view file) { check_version(checked_file(file), version); }

void check(const profile_data& profile, std::string_view name) {
  const checked_file file(name);
  check_version(file, profile.schema);
  file.identifier(profile.id, "/id");
  file.not_empty(profile.name, "/name", "the name of the profile");
  check_machine(file, profile);
  check_settings(file, profile);
  check_tables(file, profile);
  check_left_out(file, profile);
  check_history(file, profile);
  check_content(file, profile);
}

}  // namespace calib::profile_io
