/// `calib estimate`: asks a profile how long an operation, or a network, takes.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "command.hpp"
#include "console/units.hpp"
#include "dimensions.hpp"
#include "estimate_network.hpp"
#include "fallback_argument.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "profile_io/operations.hpp"
#include "runtime/as_loaded.hpp"
#include "runtime/shipped_files.hpp"
#include "shipped_files.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct estimate_options {
  std::string profile, operation, precision, setting;
  std::vector<std::string> dims, fallbacks;
  bool json = false;
  std::vector<std::string> more_profiles;
  estimate_network_options network;
  std::vector<std::string> for_networks;  ///< options that are given and that only networks take
};

/// What is asked for when the second word is a network.
estimate_network_options network_question(const estimate_options& o) {
  if (!o.dims.empty()) throw usage_error(fmt::format("'{}': a network takes --batch and --size", o.dims.front()));
  for (const std::string& option : o.for_networks) {
    if (option.starts_with("--link") && o.more_profiles.empty()) {
      throw usage_error(option + ": it is between profiles; name another with --profile");
    }
  }
  estimate_network_options out = o.network;
  out.net.network = o.operation;
  out.net.precision = o.precision;
  out.profiles = {o.profile};
  out.profiles.insert(out.profiles.end(), o.more_profiles.begin(), o.more_profiles.end());
  out.setting = o.setting;
  out.fallbacks = o.fallbacks;
  out.json = o.json;
  return out;
}

/// Throws for a word that is neither, with the names that are near.
void require_operation_or_network(const std::string& word) {
  if (profile_io::dimensions_of_any(word)) return;
  if (shipped_file("profiles", word)) {
    throw usage_error(fmt::format("'{}' is a profile: name it first, and then the operation or the network", word));
  }
  if (detail::is_file_name(word)) {
    throw usage_error(
        fmt::format("'{}': the name of a network's file ends in .json, and that of a model in .onnx", word));
  }
  const std::string nearest = nearest_ids("networks", word);
  if (!nearest.empty()) throw usage_error(fmt::format("there is no network '{}'{}", word, nearest));
  throw usage_error(profile_io::unknown_operation(word) + "; `calib network list` prints the networks");
}

/// "no arithmetic peak for i8": what an estimate of unknown efficiency lacks.
std::string missing_text(const estimate& e, const machine_peaks& peaks, precision p) {
  const work_kinds work{e.achieved_flops.value > 0, e.achieved_bandwidth.value > 0};
  switch (peak_missing_for(work, peaks, p)) {
    case missing_peak::arithmetic:
      return fmt::format("no arithmetic peak for {}", facts(p).name);
    case missing_peak::bandwidth:
      return "no bandwidth peak";
    case missing_peak::both:
      return fmt::format("no arithmetic peak for {} and no bandwidth peak", facts(p).name);
    case missing_peak::none:
      break;
  }
  return "no peak";
}

/// " (88.5 % of the roofline, compute-bound)"
std::string share_text(const estimate& e, const std::string& missing) {
  if (e.bound == bound::unknown) return fmt::format(", share of the roofline and bound unknown ({})", missing);
  return fmt::format(" ({} of the roofline, {}-bound)", console::percent(e.efficiency), name(e.bound));
}

/// The larger rate in its own unit: arithmetic where there is much of it.
std::string rate_text(const estimate& e) {
  const bool computes =
      e.bound == bound::compute || (e.bound == bound::unknown && e.achieved_flops.value > e.achieved_bandwidth.value);
  return computes ? console::flops_per_s(e.achieved_flops.value) : console::bytes_per_s(e.achieved_bandwidth.value);
}

exit_code run(const estimate_options& o) {
  if (names_network(o.operation)) return estimate_network(network_question(o));
  require_operation_or_network(o.operation);
  if (!o.for_networks.empty()) {
    throw usage_error(
        fmt::format("{}: only networks take it, and {} is an operation", o.for_networks.front(), o.operation));
  }
  const profile_io::profile_data data = load(o.profile);
  const loaded_profile mapper = as_loaded(data);
  const auto p = precision_named(o.precision.empty() ? "f32" : o.precision);
  const auto dims = parse_dimensions(o.operation, o.dims);
  const fallback_list fallbacks = parse_fallbacks(o.fallbacks);
  check_fallbacks(fallbacks, mapper);
  const estimate e = mapper.estimate(o.operation, p, dims, o.setting, fallbacks);
  if (o.json) {
    const nlohmann::ordered_json out{
        {"latency_s", e.latency.count()},
        {"efficiency",
         e.bound == bound::unknown ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(e.efficiency)},
        {"flops_per_s", e.achieved_flops.value},
        {"bytes_per_s", e.achieved_bandwidth.value},
        {"bound", name(e.bound)},
        {"source", name(e.source)},
        {"step", e.step},
        {"answered_by", step_name(e.step, fallbacks)},
        {"error", {{"median", e.error.median}, {"p95", e.error.p95}, {"count", e.error.count}}}};
    fmt::print("{}\n", out.dump(2));
    return ok;
  }
  const std::string missing = missing_text(e, mapper.setting(o.setting).peaks, p);
  fmt::print("{}, {}{}, {}{}\n", console::time(e.latency.count()), rate_text(e), share_text(e, missing), name(e.source),
             e.step > 0 && !fallbacks.empty() ? fmt::format(" (fallback {})", step_name(e.step, fallbacks)) : "");
  if (e.source == source::extrapolated) {
    fmt::print("no error is known of shapes beyond those that were measured\n");
    if (e.bound == bound::memory && e.efficiency > 1) {
      fmt::print("faster than memory allows: caches served the shapes that were measured, and may not hold this one\n");
    }
  }
  if (e.error.count > 0) {
    fmt::print("error of this table on {} held-out shapes: median {}, 95th percentile {}\n", e.error.count,
               console::percent(e.error.median), console::percent(e.error.p95));
  }
  return ok;
}

}  // namespace

void add_estimate(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("estimate", "ask a profile how long an operation, or a network, takes");
  auto o = std::make_shared<estimate_options>();
  sub->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  sub->add_option("operation", o->operation,
                  "gemm, copy, ...; or a network: an id (calib network list), a network file, an ONNX file")
      ->required();
  sub->add_option("dimensions", o->dims, "m=64 n=64 k=64; dispatch has none");
  sub->add_option("--precision", o->precision, "f64, f32 (default), bf16, ...; of a network, of all its layers");
  sub->add_option("--setting", o->setting, "setting id (default: the profile's)");
  sub->add_option("--fallback", o->fallbacks, fallback_help())->allow_extra_args(false);
  sub->add_flag("--json", o->json, "print as JSON");
  add_size_options(*sub, o->network.net);
  sub->add_flag("--all", o->network.all, "network: all layers, not only the heaviest ten");
  sub->add_flag("--csv", o->network.csv, "network: one line for each step");
  sub->add_option("--efficiency", o->network.efficiency,
                  "network: share of the arithmetic peak that the uncalibrated estimate assumes (default 0.2)")
      ->check(number_within(0.001, 1.0));
  sub->add_option("--profile", o->more_profiles,
                  "network: another PROFILE[:SETTING] to compare with, and to spread the network over; repeatable")
      ->allow_extra_args(false);
  sub->add_option("--link", o->network.link_bytes_per_s, "network: bytes/s between devices (default 16e9)")
      ->check(positive_number());
  sub->add_option("--link-latency", o->network.link_latency_s, "network: seconds of a transfer (default 10e-6)")
      ->check(number_within(0, 1e6));
  sub->callback([&chosen, &global, o, sub] {
    for (const char* const option :
         {"--batch", "--size", "--all", "--csv", "--efficiency", "--profile", "--link", "--link-latency"}) {
      if (sub->count(option) > 0) o->for_networks.emplace_back(option);
    }
    chosen = [&global, o] {
      o->network.net.quiet = global.quiet;
      return run(*o);
    };
  });
}

}  // namespace calib::tool
