#include "calibration/limit_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace calib::calibration {
namespace {

std::string quota_warning(const host& machine, unsigned threads) {
  const double quota = *machine.environment().cpu_quota;
  const unsigned fit = std::max(1U, static_cast<unsigned>(std::min<double>(quota, threads)));
  const std::string remedy = fit < threads ? fmt::format("use --threads {}, or ", fit) : "";
  return fmt::format(
      "control groups grant this process the time of {:.3g} CPUs, too little for {}: it will be stopped for a part of "
      "the time; {}raise the quota (docker --cpus, a limit of Kubernetes, CPUQuota of systemd)",
      quota, counted(threads, "thread"), remedy);
}

std::string node_warning(const host& machine, unsigned threads) {
  const measure::cpu_choice& choice = machine.choice();
  return fmt::format(
      "{} are more than the {} of NUMA node {}: their operands lie in the memory of several nodes; --threads all "
      "stays "
      "on one",
      counted(threads, "thread"), counted(choice.on_node, "core"), *choice.node);
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string what_may_be_used(const host& machine) {
  const measure::cpu_choice& choice = machine.choice();
  const std::string kind = choice.kind.empty() ? "" : choice.kind + " ";
  const std::vector<std::size_t>& cpus = machine.environment().allowed_cpus;
  return fmt::format("this process may use {}{}", counted(choice.cores, kind + "core"),
                     cpus.empty() ? "" : fmt::format(" (its affinity: CPUs {})", measure::cpu_list(cpus)));
}

std::vector<std::string> limit_warnings(const host& machine, std::span<const unsigned> threads) {
  std::vector<std::string> sentences;
  const measure::cpu_choice& choice = machine.choice();
  if (choice.cores < machine.cores_of_kind()) {
    sentences.push_back(
        fmt::format("{} of the machine's {}; allow it more, as with taskset or a cpuset, to measure them",
                    what_may_be_used(machine), machine.cores_of_kind()));
  }
  const unsigned most = threads.empty() ? 1 : *std::max_element(threads.begin(), threads.end());
  const auto& quota = machine.environment().cpu_quota;
  if (quota && *quota < most) sentences.push_back(quota_warning(machine, most));
  if (choice.node && most > choice.on_node) sentences.push_back(node_warning(machine, most));
  if (machine.threads_stray()) {
    sentences.push_back(
        fmt::format("threads cannot be kept on CPUs {}, as the system refuses it; keep calib there from "
                    "outside: taskset -c {}",
                    measure::cpu_list(choice.cpus), measure::cpu_list(choice.cpus)));
  }
  return sentences;
}

std::string throttling_text(const measure::group_throttling& throttled) {
  return fmt::format(
      "the CPU quota of a control group stopped this process in {:.0f} periods, for {:.3g} s of CPU time",
      throttled.periods, throttled.seconds);
}

}  // namespace calib::calibration
