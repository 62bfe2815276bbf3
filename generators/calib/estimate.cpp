/// `calib estimate`: asks a profile how long an operation takes.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "command.hpp"
#include "console/units.hpp"
#include "dimensions.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"

namespace calib::tool {
namespace {

struct estimate_options {
  std::string profile, operation, precision = "f32", setting;
  std::vector<std::string> dims;
  bool json = false;
};

exit_code run(const estimate_options& o) {
  const profile_io::profile_data data = load(o.profile);
  const loaded_profile mapper = as_loaded(data);
  const auto p = precision_named(o.precision);
  const auto dims = parse_dimensions(o.operation, o.dims);
  const estimate e = mapper.estimate(o.operation, p, dims, o.setting);
  if (o.json) {
    const nlohmann::ordered_json out{
        {"latency_s", e.latency.count()},
        {"efficiency", e.efficiency},
        {"flops_per_s", e.achieved_flops.value},
        {"bytes_per_s", e.achieved_bandwidth.value},
        {"bound", name(e.bound)},
        {"source", name(e.source)},
        {"error", {{"median", e.error.median}, {"p95", e.error.p95}, {"count", e.error.count}}}};
    fmt::print("{}\n", out.dump(2));
    return ok;
  }
  fmt::print("{}, {} ({} of the roofline, {}-bound), {}\n", console::time(e.latency.count()),
             e.bound == bound::compute ? console::flops_per_s(e.achieved_flops.value)
                                       : console::bytes_per_s(e.achieved_bandwidth.value),
             console::percent(e.efficiency), name(e.bound), name(e.source));
  if (e.error.count > 0) {
    fmt::print("error of this table on {} held-out shapes: median {}, 95th percentile {}\n", e.error.count,
               console::percent(e.error.median), console::percent(e.error.p95));
  }
  return ok;
}

}  // namespace

void add_estimate(CLI::App& app, const global_options&, action& chosen) {
  CLI::App* sub = app.add_subcommand("estimate", "ask a profile how long an operation takes");
  auto o = std::make_shared<estimate_options>();
  sub->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  sub->add_option("operation", o->operation, "gemm, copy, ...")->required();
  sub->add_option("dimensions", o->dims, "m=64 n=64 k=64; dispatch has none");
  sub->add_option("--precision", o->precision, "f64, f32 (default), bf16, ...");
  sub->add_option("--setting", o->setting, "setting id (default: the profile's)");
  sub->add_flag("--json", o->json, "print as JSON");
  sub->callback([&chosen, o] { chosen = [o] { return run(*o); }; });
}

}  // namespace calib::tool
