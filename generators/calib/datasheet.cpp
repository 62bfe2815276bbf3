/// `calib datasheet`: a profile of a machine of which only the theoretical peaks are known.

#include <fmt/format.h>

#include <filesystem>

#include "command.hpp"
#include "presets.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/writer.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct datasheet_options {
  std::string preset, id, output;
};

exit_code run(const datasheet_options& o) {
  const preset& known = find_preset(o.preset);
  profile_io::profile_data profile;
  profile.id = o.id.empty() ? std::filesystem::path(o.output).stem().string() : o.id;
  if (!profile_io::is_identifier(profile.id)) {
    throw usage_error(
        fmt::format("'{}' cannot name a profile: it becomes a C++ identifier; give another with --id", profile.id));
  }
  profile.name = known.title;
  profile.theoretical.peaks = known.peaks;
  profile.theoretical.source = known.source;
  profile_io::setting_data& setting = profile.settings.emplace_back();
  setting.id = setting.backend = profile.default_setting = "datasheet";
  setting.cache = cache_state::cold;  // the roofline counts all traffic as that of memory
  setting.peaks = known.peaks;
  profile_io::write_atomically(o.output, profile_io::to_json(profile));
  return ok;
}

}  // namespace

void add_datasheet(CLI::App& app, const global_options&, action& chosen) {
  CLI::App* sub = app.add_subcommand("datasheet", "make a profile that answers by the roofline of a datasheet");
  auto o = std::make_shared<datasheet_options>();
  sub->add_option("preset", o->preset, "machine whose datasheet is known, as ampere-altra; a wrong one lists them")
      ->required();
  sub->add_option("--id", o->id, "id of the profile (default: the output's file name)");
  sub->add_option("-o,--output", o->output, "profile to write")->required();
  sub->callback([&chosen, o] { chosen = [o] { return run(*o); }; });
}

}  // namespace calib::tool
