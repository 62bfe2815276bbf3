#include "measure/cpu_choice.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "measure/error.hpp"

namespace calib::measure {
namespace {

bool has(std::span<const std::size_t> cpus, std::size_t cpu) {
  return std::find(cpus.begin(), cpus.end(), cpu) != cpus.end();
}

std::string listed(std::span<const core_kind> kinds) {
  std::string text;
  for (const core_kind& kind : kinds) {
    text += (text.empty() ? "" : ", ") + kind.name + " (CPUs " + cpu_list(kind.cpus) + ")";
  }
  return text;
}

std::vector<cpu_place> allowed_of(const topology& machine, const cpu_limits& limits) {
  std::vector<cpu_place> allowed = machine.cpus;
  std::erase_if(allowed, [&](const cpu_place& one) { return !has(limits.cpus, one.cpu); });
  return allowed.empty() ? machine.cpus : allowed;  // unknown, or numbers that do not fit together
}

std::vector<cpu_place> of_kind(std::vector<cpu_place> cpus, const core_kind& kind) {
  std::erase_if(cpus, [&](const cpu_place& one) { return !has(kind.cpus, one.cpu); });
  return cpus;
}

[[noreturn]] void no_such_kind(const topology& machine, std::string_view kind) {
  const std::string where = "core kind '" + std::string(kind) + "'";
  if (machine.kinds.empty()) {
    throw error(errc::invalid_argument, where, "the cores of this machine are of one kind, as far as can be known",
                "leave the kind out");
  }
  throw error(errc::invalid_argument, where, "there is no such kind of cores",
              "name one of " + listed(machine.kinds) + ", or its number, 0 for the first");
}

// The last allowed CPU of each core.
std::vector<cpu_place> one_of_each_core(const std::vector<cpu_place>& cpus) {
  std::map<std::size_t, cpu_place> last;
  for (const cpu_place& one : cpus) {
    last[one.core] = one;
  }
  std::vector<cpu_place> chosen;
  for (const auto& [core, one] : last) {
    chosen.push_back(one);
  }
  std::sort(chosen.begin(), chosen.end(), [](const cpu_place& a, const cpu_place& b) { return a.cpu < b.cpu; });
  return chosen;
}

// The node with most of these cores, of those whose memory may be used; of equals the last.
std::size_t node_of(const std::vector<cpu_place>& cores, const cpu_limits& limits) {
  std::map<std::size_t, std::size_t> count;
  for (const cpu_place& one : cores) {
    ++count[one.node];
  }
  const bool memory_somewhere =
      std::any_of(count.begin(), count.end(), [&](const auto& one) { return has(limits.nodes, one.first); });
  std::size_t best = count.begin()->first;
  std::size_t most = 0;
  for (const auto& [node, here] : count) {
    if (memory_somewhere && !has(limits.nodes, node)) {
      continue;
    }
    if (here >= most) {
      best = node;
      most = here;
    }
  }
  return best;
}

std::size_t within(const std::optional<double>& quota, std::size_t cores) {
  // Quotas are whole microseconds, so two CPUs may be a little less.
  constexpr double rounding = 1e-3;
  const double most = quota ? std::max(1.0, std::floor(*quota + rounding)) : static_cast<double>(cores);
  return std::max<std::size_t>(1, std::min(cores, static_cast<std::size_t>(std::min(most, 1e9))));
}

}  // namespace

std::vector<std::size_t> cpu_choice::for_threads(std::size_t count) const {
  const std::size_t taken = std::min(count, cpus.size());
  return {cpus.end() - static_cast<std::ptrdiff_t>(taken), cpus.end()};
}

std::optional<std::size_t> cpu_choice::measuring_cpu() const {
  return cpus.empty() ? std::nullopt : std::optional(cpus.back());
}

cpu_choice choose_cpus(const topology& machine, const cpu_limits& limits, std::string_view kind) {
  const core_kind* wanted = nullptr;
  if (!kind.empty()) {
    wanted = find_kind(machine.kinds, kind);
    if (wanted == nullptr) {
      no_such_kind(machine, kind);
    }
  }
  cpu_choice choice;
  std::vector<cpu_place> cpus = allowed_of(machine, limits);
  if (wanted != nullptr) {
    std::vector<cpu_place> allowed = of_kind(cpus, *wanted);
    if (allowed.empty()) {
      throw error(errc::invalid_argument, "core kind '" + std::string(kind) + "'",
                  "this process may use CPUs " + cpu_list(limits.cpus) + " only, none of kind " + wanted->name,
                  "allow it some, as with taskset -c " + cpu_list(wanted->cpus) + ", or name another kind");
    }
    cpus = std::move(allowed);
  } else {
    for (const core_kind& one : machine.kinds) {
      std::vector<cpu_place> allowed = of_kind(cpus, one);
      if (!allowed.empty()) {
        wanted = &one;
        cpus = std::move(allowed);
        break;
      }
    }
  }
  choice.kind = wanted == nullptr ? std::string() : wanted->name;
  const std::vector<cpu_place> cores = one_of_each_core(cpus);
  if (cores.empty()) {  // nothing is known of the CPUs
    choice.cores = machine.cores > 0 ? machine.cores : 1;
    if (!limits.cpus.empty()) {
      choice.cores = std::min(choice.cores, limits.cpus.size());
    }
    choice.all = within(limits.quota, choice.cores);
    return choice;
  }
  const std::size_t node = node_of(cores, limits);
  if (machine.numa_nodes > 1) {
    choice.node = node;
  }
  for (const bool on_node : {false, true}) {
    for (const cpu_place& one : cores) {
      if ((one.node == node) == on_node) {
        choice.cpus.push_back(one.cpu);
        choice.on_node += on_node ? 1U : 0U;
      }
    }
  }
  choice.cores = machine.cores > 0 ? cores.size() : 1;
  choice.all = within(limits.quota, machine.cores > 0 ? choice.on_node : 1);
  return choice;
}

}  // namespace calib::measure
