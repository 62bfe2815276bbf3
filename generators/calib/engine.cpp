/// `calib engine`: what an engine offers, and whether it keeps to the protocol.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "engine_argument.hpp"
#include "invalid_input.hpp"
#include "kernels/external/conformance.hpp"
#include "kernels/external/engine_client.hpp"
#include "kernels/external/engine_error.hpp"
#include "positive_number.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct engine_options {
  std::string command;
  double timeout_s = 120;
  bool json = false;
};

external::engine_limits limits_of(const engine_options& o) {
  const external::channel::seconds each{o.timeout_s};
  return {.hello = each, .prepare = each, .run = each, .check = each, .network = each, .release = each, .bye = each};
}

/// An engine that cannot be started was named wrongly; one that cannot be used is a bad input.
template <class Action>
exit_code with_engine(Action&& action) {
  try {
    return action();
  } catch (const external::engine_start_error& fault) {
    throw usage_error(fmt::format("{}\nEngines with a name of their own are {}.", fault.what(),
                                  fmt::join(shipped_engines(), " and ")));
  } catch (const external::engine_error& fault) {
    throw invalid_input(fault.what());
  }
}

std::vector<std::string_view> names_of(const std::vector<precision>& precisions) {
  std::vector<std::string_view> names;
  for (const precision p : precisions) names.push_back(facts(p).name);
  return names;
}

std::vector<std::string_view> names_of(fusion_set absorbs) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < fusion_count; ++i) {
    if (absorbs.has(static_cast<fusion>(i))) names.push_back(fusion_names[i]);
  }
  return names;
}

nlohmann::ordered_json json_of(const external::engine_info& info) {
  nlohmann::ordered_json operations = nlohmann::ordered_json::array();
  for (const external::engine_operation& one : info.operations) {
    operations.push_back({{"operation", one.operation}, {"precisions", names_of(one.precisions)}});
  }
  return {{"name", info.name},
          {"version", info.version},
          {"details", info.details},
          {"max_threads", info.max_threads},
          {"clock_resolution_s", info.clock_resolution_s},
          {"absorbs", names_of(info.absorbs)},
          {"operations", std::move(operations)},
          {"networks", info.networks}};
}

exit_code run_hello(const engine_options& o) {
  const external::engine_client engine(engine_command(o.command), limits_of(o));
  const external::engine_info& info = engine.info();
  if (o.json) {
    fmt::print("{}\n", json_of(info).dump(2));
    return ok;
  }
  const auto words = [](const auto& all) { return all.empty() ? "nothing" : fmt::format("{}", fmt::join(all, ", ")); };
  fmt::print("{} {}{}{}\n", info.name, info.version, info.details.empty() ? "" : ", ", info.details);
  fmt::print("up to {} threads, clock of {}\n", info.max_threads, console::time(info.clock_resolution_s));
  fmt::print("absorbs: {}\n", words(names_of(info.absorbs)));
  fmt::print("networks: {}\n", info.networks.empty() ? "none" : info.networks);
  console::text_table out({"operation", "precisions"});
  for (const external::engine_operation& one : info.operations)
    out.add({one.operation, words(names_of(one.precisions))});
  fmt::print("{}", out.str());
  return ok;
}

exit_code run_check(const engine_options& o) {
  const bool passed =
      external::check_engine(engine_command(o.command), limits_of(o), [](const external::conformance_line& line) {
        fmt::print("{}  {}{}{}\n", line.passed ? "ok    " : "FAILED", line.name, line.found.empty() ? "" : ": ",
                   line.found);
        std::fflush(stdout);
      });
  return passed ? ok : invalid_profile;
}

CLI::App* add_part(CLI::App& sub, const char* name, const char* text, engine_options& o) {
  CLI::App* part = sub.add_subcommand(name, text);
  part->add_option("command", o.command,
                   fmt::format("{}, each with options; or any command that speaks the protocol of docs/engines.md",
                               fmt::join(shipped_engines(), " or ")))
      ->required();
  part->add_option("--timeout", o.timeout_s, "seconds for each request (default 120)")->check(positive_number());
  return part;
}

}  // namespace

void add_engine(CLI::App& app, const global_options&, action& chosen) {
  CLI::App* sub = app.add_subcommand("engine", "engines that run operations and networks in a process of their own");
  sub->require_subcommand(1);
  auto o = std::make_shared<engine_options>();
  CLI::App* hello = add_part(*sub, "hello", "what an engine says of itself, and the operations it offers", *o);
  hello->add_flag("--json", o->json, "print as JSON");
  hello->callback([&chosen, o] { chosen = [o] { return with_engine([&] { return run_hello(*o); }); }; });
  CLI::App* check = add_part(*sub, "check", "whether an engine keeps to the protocol; exit status 5 if not", *o);
  check->callback([&chosen, o] { chosen = [o] { return with_engine([&] { return run_check(*o); }); }; });
}

}  // namespace calib::tool
