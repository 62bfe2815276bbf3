/// `calib merge`: two profiles of one machine as one.

#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "merge_profiles.hpp"
#include "profile_argument.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/writer.hpp"

namespace calib::tool {
namespace {

struct merge_options {
  std::string first, second, output, prefer;
};

exit_code run(const global_options& global, const merge_options& o) {
  const preference prefer = o.prefer == "first"    ? preference::first
                            : o.prefer == "second" ? preference::second
                                                   : preference::none;
  const profile_io::profile_data out = merged(load(o.first), load(o.second), prefer);
  profile_io::write_atomically(o.output, profile_io::to_json(out));
  if (!global.quiet) {
    fmt::print(stderr, "calib: wrote {}: {} settings, {} tables\n", o.output, out.settings.size(), out.tables.size());
  }
  return ok;
}

}  // namespace

void add_merge(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("merge", "join two profiles of one machine: their settings and precisions");
  auto o = std::make_shared<merge_options>();
  sub->add_option("first", o->first, "profile file or id; its id, name and default setting stay")->required();
  sub->add_option("second", o->second, "profile file or id")->required();
  sub->add_option("-o,--output", o->output, "the profile file to write")->required();
  sub->add_option("--prefer", o->prefer, "whose table stands where both have one and the two differ: first or second")
      ->check(CLI::IsMember({"first", "second"}));
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(global, *o); }; });
}

}  // namespace calib::tool
