/// `calib detect`: what is known of this machine before anything is measured on it.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "calibration/host.hpp"
#include "calibration/limit_warnings.hpp"
#include "command.hpp"
#include "console/units.hpp"
#include "date.hpp"
#include "kernels/kernel.hpp"

namespace calib::tool {
namespace {

using console::flops_per_s;

struct fact {
  std::string name;
  std::string value;
};

struct findings {
  std::vector<fact> facts;
  std::vector<std::string> warnings;
};

/// The kinds of cores, what limits this process, and what is chosen within the limits.
void add_part(const calibration::host& machine, findings& found) {
  const measure::environment& seen = machine.environment();
  const measure::cpu_choice& choice = machine.choice();
  const auto add = [&](std::string name, std::string value) {
    found.facts.push_back({std::move(name), std::move(value)});
  };
  for (const measure::core_kind& kind : seen.machine.kinds) {
    add("core kind " + kind.name,
        fmt::format("{}, CPUs {}{}{}", calibration::counted(seen.machine.part(kind.cpus).cores, "core"),
                    measure::cpu_list(kind.cpus),
                    kind.max_hz > 0 ? ", up to " + console::frequency(kind.max_hz) : std::string(),
                    kind.name == choice.kind ? ", measured" : ""));
  }
  if (seen.machine.numa_nodes > 1) {
    add("NUMA nodes",
        fmt::format("{}, threads and memory stay on node {}", seen.machine.numa_nodes, choice.node.value_or(0)));
  }
  add("affinity", seen.allowed_cpus.empty() ? "unknown" : "CPUs " + measure::cpu_list(seen.allowed_cpus));
  add("CPU quota", seen.cpu_quota ? fmt::format("{:.3g} CPUs", *seen.cpu_quota) : "none");
  add("all threads",
      fmt::format("{}{}", calibration::counted(choice.all, "thread"),
                  choice.cpus.empty() ? "" : ", CPUs " + measure::cpu_list(choice.for_threads(choice.all))));
}

findings look(calibration::host& machine) {
  const measure::environment& seen = machine.environment();
  findings found;
  const auto add = [&](std::string name, std::string value) {
    found.facts.push_back({std::move(name), std::move(value)});
  };

  add("cpu", seen.cpu.model_name);
  add("family, model, stepping", fmt::format("{}, {}, {}", seen.cpu.family, seen.cpu.model, seen.cpu.stepping));
  add("isa", fmt::format("{}", fmt::join(seen.cpu.isa, " ")));
  add("cores",
      fmt::format("{} ({} logical, from {})", machine.machine_cores(), seen.machine.logical_cpus, seen.machine.source));
  add_part(machine, found);
  for (const measure::cache_level& cache : seen.machine.part(machine.choice().cpus).caches) {
    if (cache.kind == measure::cache_kind::instruction) continue;
    add(fmt::format("L{} cache", cache.level),
        fmt::format("{} x {}, shared by {}", cache.instances, console::bytes(static_cast<double>(cache.bytes)),
                    cache.shared_by));
  }
  add("memory", console::bytes(static_cast<double>(seen.memory_bytes)));
  add("sustained clock", console::frequency(machine.sustained_clock_hz()) + " (measured)");
  const machine_peaks one = machine.arithmetic_peaks(1), all = machine.arithmetic_peaks(machine.cores_of_kind());
  for (std::size_t p = 0; p < precision_count; ++p) {
    if (one.flops_per_s[p] == 0) continue;
    add(fmt::format("theoretical peak {}", precisions[p].name),
        fmt::format("{} a core, {} in all", flops_per_s(one.flops_per_s[p]), flops_per_s(all.flops_per_s[p])));
  }
  add("peak basis", machine.rates().basis);
  for (const precision p : {precision::f64, precision::f32}) {
    const double measured = machine.measured_fma(p);
    add(fmt::format("measured FMA peak {}", facts(p).name),
        fmt::format("{} a core, {} of theoretical", flops_per_s(measured),
                    console::percent(measured / one.arithmetic(p).value)));
  }
  add("cycle counters", seen.counters_available ? "available" : "not available: " + seen.counters_reason);
  add("hypervisor", seen.hypervisor);
  if (seen.steal_share) add("steal since boot", console::percent(*seen.steal_share));
  add("governor", seen.governor);
  for (const auto& backend : kernels::all_backends()) {
    const kernels::backend_info info = backend->info();
    add("backend " + info.name, info.version + (info.details.empty() ? "" : ", " + info.details));
    if (!info.advice.empty()) found.warnings.push_back(info.advice);
  }
  if (machine.rates().assumed) {
    found.warnings.push_back(
        "this processor model is not in the table of peaks: its FMA units are assumed from its ISA; give "
        "--peak-gflops or --preset to `calib run` if you know better");
  }
  const std::vector<unsigned> all_threads{machine.cores()};
  for (std::string& sentence : calibration::limit_warnings(machine, all_threads)) {
    found.warnings.push_back(std::move(sentence));
  }
  for (const auto& warning : machine.warnings()) found.warnings.push_back(warning.text + "; " + warning.remedy);
  return found;
}

exit_code detect(bool json, const std::string& core_kind) {
  calibration::host machine(today(), core_kind);
  const findings found = look(machine);
  if (json) {
    nlohmann::ordered_json out;
    for (const fact& one : found.facts) out[one.name] = one.value;
    out["warnings"] = found.warnings;
    fmt::print("{}\n", out.dump(2));
    return ok;
  }
  for (const fact& one : found.facts) fmt::print("{:<24} {}\n", one.name, one.value);
  for (const std::string& warning : found.warnings) fmt::print("warning: {}\n", warning);
  return ok;
}

}  // namespace

void add_detect(CLI::App& app, const global_options&, action& chosen) {
  CLI::App* sub = app.add_subcommand("detect", "print what is known of this machine");
  auto json = std::make_shared<bool>(false);
  auto core_kind = std::make_shared<std::string>();
  sub->add_flag("--json", *json, "print as JSON");
  sub->add_option("--core-kind", *core_kind,
                  "kind of cores whose caches, clock and peaks to print, by name or number (default: the fastest)");
  sub->callback([&chosen, json, core_kind] { chosen = [json, core_kind] { return detect(*json, *core_kind); }; });
}

}  // namespace calib::tool
