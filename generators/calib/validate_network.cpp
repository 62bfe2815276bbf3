#include "validate_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <utility>

#include "calibration/limit_warnings.hpp"
#include "calibration/setting_plan.hpp"
#include "calibration/stop_signal.hpp"
#include "engine_argument.hpp"
#include "fallback_argument.hpp"
#include "machine_for.hpp"
#include "network_argument.hpp"
#include "network_executor.hpp"
#include "network_validation.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "progress_listener.hpp"
#include "runtime/as_loaded.hpp"
#include "runtime/company_settings.hpp"
#include "runtime/network_contents.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct validate_network_options {
  std::string profile, setting, engine;
  std::vector<std::string> networks, fallbacks;
  network_options sizes;  ///< of all networks
  double time_budget_s = 20;
  double threshold_percent = 0;  ///< 0: none
  std::uint64_t seed = 1;
  bool all = false, json = false;
};

/// The setting of a backend that networks are priced in: in company where there is one.
const profile_io::setting_data& setting_of(const profile_io::profile_data& profile, const std::string& backend) {
  const profile_io::setting_data* found = nullptr;
  std::vector<std::string> ids;
  for (const profile_io::setting_data& one : profile.settings) {
    ids.push_back(one.id);
    if (one.backend != backend) continue;
    if (found == nullptr || (one.cache == cache_state::network && found->cache != cache_state::network)) found = &one;
  }
  if (found == nullptr) {
    throw usage_error(
        fmt::format("profile {} has no setting of {}, whose networks it could be compared with; it has {}. "
                    "--engine or --setting names another that runs networks; `calib run` measures one on this machine",
                    profile.id, backend, fmt::join(ids, ", ")));
  }
  return *found;
}

/// What the profile is asked in, and who runs what it is compared with: like with like.
struct comparison {
  std::string setting;
  cache_state cache = cache_state::warm;
  network_executor::choice by;
};

comparison choose(const validate_network_options& o, const profile_io::profile_data& profile,
                  const loaded_profile& mapper) {
  const std::string command = o.engine.empty() ? std::string{} : engine_command(o.engine);
  const std::string wanted = command.empty() ? "onednn" : start_engine(command)->info().name;
  const auto settings =
      detail::settings_for_networks(mapper, o.setting.empty() ? setting_of(profile, wanted).id : o.setting);
  const setting_facts& first = *settings.front();
  const profile_io::setting_data& data = *std::ranges::find(profile.settings, first.id, &profile_io::setting_data::id);
  if (!command.empty() && data.backend != wanted) {
    throw usage_error(
        fmt::format("setting {} is of {}, and the engine is {}: an engine's networks are compared with "
                    "tables of its own; name another --setting or --engine",
                    data.id, data.backend, wanted));
  }
  // All companies of the setting's library, where nobody asked for one of them.
  const bool all = first.cache == cache_state::network && (o.setting.empty() || settings.size() > 1);
  comparison out{.setting = all ? std::string{detail::id_of_companies(first)} : std::string{first.id},
                 .cache = first.cache,
                 .by = {data.backend, command, data.threads, first.absorbs}};
  const auto shipped = shipped_engines();
  if (command.empty() && std::ranges::find(shipped, data.backend) != shipped.end()) {
    out.by.engine = engine_command(data.backend);
  }
  return out;
}

void warn_of_differences(const profile_io::profile_data& profile, const comparison& chosen, calibration::host& machine,
                         progress_listener& listener) {
  if (chosen.cache != cache_state::network) {
    listener.on_warning(
        fmt::format("{} was measured with {} caches: networks take longer than a sum of such calls; "
                    "`calib run --cache network` measures operations as networks meet them",
                    chosen.setting, name(chosen.cache)));
  }
  const std::string here = machine.describe().cpu;
  if (!here.empty() && here != profile.machine.cpu) {
    listener.on_warning(fmt::format("the profile is of {}, and this machine is {}", profile.machine.cpu, here));
  }
}

struct asked_network {
  std::string name;
  network net;
  network_sizes sizes;
  network_estimate estimate;
};

// All of them before the first is measured: what has no answer is refused while nothing is lost.
std::vector<asked_network> asked_networks(const validate_network_options& o, const loaded_profile& mapper,
                                          const std::string& setting) {
  const fallback_list fallbacks = parse_fallbacks(o.fallbacks);
  check_fallbacks(fallbacks, mapper);
  std::vector<asked_network> all;
  for (const std::string& name : o.networks) {
    network_options named = o.sizes;
    named.network = name;
    const network net = as_network(read_network_argument(named));
    const network_sizes sizes = sizes_of(named);
    network_estimate estimate = price(mapper, net, sizes, setting, fallbacks);
    all.push_back({name, net, sizes, std::move(estimate)});
  }
  return all;
}

exit_code run(validate_network_options o, const global_options& global) {
  o.sizes.quiet = global.quiet;
  const profile_io::profile_data profile = load(o.profile);
  const loaded_profile mapper = as_loaded(profile);
  const comparison chosen = choose(o, profile, mapper);
  const std::vector<asked_network> asked = asked_networks(o, mapper, chosen.setting);
  const std::atomic<bool>& stop = calibration::stop_on_interrupt();
  calibration::host machine = machine_for(profile);
  if (chosen.by.threads > machine.choice().cores) {
    throw usage_error(fmt::format("{} takes {}, and {}", chosen.setting,
                                  calibration::counted(chosen.by.threads, "thread"),
                                  calibration::what_may_be_used(machine)));
  }
  progress_listener listener(global);
  warn_of_differences(profile, chosen, machine, listener);
  network_executor executor(chosen.by, o.seed);

  std::vector<network_validation> found;
  std::exception_ptr fault;  // of one that could not be executed; what the others took is told all the same
  for (const asked_network& one : asked) {
    if (stop) break;
    running_network running;
    const auto make = [&] {
      running = executor.make({one.net, one.sizes, one.name}, calibration::most_bytes(machine.environment()));
      return std::move(running.execution);
    };
    calibration::measured_network measured;
    try {
      measured = calibration::measure_network(
          make, {.threads = chosen.by.threads, .time_budget_s = o.time_budget_s, .seed = o.seed}, machine, stop,
          listener);
    } catch (const std::exception&) {
      fault = std::current_exception();
    }
    listener.finish();
    if (!measured.total.has_data()) break;  // interrupted, or at fault
    network_validation compared = compare(one.estimate, measured, running.step_of_node);
    compared.network = one.net.id();
    compared.profile = profile.id;
    compared.setting = chosen.setting;
    compared.sizes = sizes_text(one.net, one.net.values(one.sizes));
    compared.executed_by = running.executed_by;
    if (!o.json) fmt::print("{}\n", text_of(compared, o.all));
    found.push_back(std::move(compared));
  }
  if (o.json) {
    fmt::print("{}", json_of(found));
  } else if (found.size() > 1) {
    fmt::print("{}", summary_of(found));
  }
  if (fault) std::rethrow_exception(fault);
  if (stop) return interrupted;
  const bool beyond = o.threshold_percent > 0 && std::ranges::any_of(found, [&](const network_validation& one) {
                        return std::abs(one.error()) > o.threshold_percent / 100;
                      });
  return beyond ? beyond_threshold : ok;
}

}  // namespace

void add_validate_network(CLI::App& validate, const global_options& global, action& chosen) {
  CLI::App* sub = validate.add_subcommand("network", "whole networks, run now on this machine");
  auto o = std::make_shared<validate_network_options>();
  sub->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  sub->add_option("networks", o->networks, "ids (calib network list), network files, ONNX files")->required();
  sub->add_option("--engine", o->engine,
                  "engine that runs them (docs/engines.md): onnxruntime, pytorch, or a command (default: the one that "
                  "the setting is of; oneDNN runs them in this process)");
  sub->add_option("--setting", o->setting,
                  "setting id, or what the ids of its companies begin with (default: the engine's, in company where "
                  "there is one)");
  sub->add_option("--fallback", o->fallbacks, fallback_help())->allow_extra_args(false);
  add_size_options(*sub, o->sizes);
  sub->add_option("--time-budget", o->time_budget_s, "seconds of measuring for each network (default 20)")
      ->check(positive_number());
  sub->add_option("--threshold", o->threshold_percent, "exit with 4 if an estimate is off by more than so many percent")
      ->check(positive_number());
  sub->add_option("--seed", o->seed, "seed of weights and inputs");
  sub->add_flag("--all", o->all, "all steps, not only the ten with most of the difference");
  sub->add_flag("--json", o->json, "print as JSON; errors as fractions");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
