#include "measure/environment.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "measure/control_group.hpp"

#if defined(__x86_64__)
#include <cpuid.h>

#include <cstring>
#endif

namespace calib::measure {
namespace {

#if !defined(CALIB_BUILD_FLAGS)
#define CALIB_BUILD_FLAGS ""
#endif

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> hypervisors{{
    {"KVMKVMKVM", "KVM"},
    {"Microsoft Hv", "Hyper-V"},
    {"VMwareVMware", "VMware"},
    {"XenVMMXenVMM", "Xen"},
    {"TCGTCGTCGTCG", "QEMU TCG"},
    {"bhyve bhyve ", "bhyve"},
    {"ACRNACRNACRN", "ACRN"},
}};

std::string text_or(const file_reader& files, const std::string& path, std::string otherwise) {
  const auto text = files.read(path);
  const std::string_view content = text ? trimmed(*text) : std::string_view{};
  return content.empty() ? std::move(otherwise) : std::string(content);
}

std::optional<double> real_number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end != text.c_str() ? std::optional(value) : std::nullopt;
}

// "MemTotal:       24684092 kB" in bytes.
std::size_t meminfo_bytes(const std::string& meminfo, std::string_view key) {
  const auto value = field(meminfo, key);
  const auto kibibytes = value ? leading_number(*value) : std::nullopt;
  return kibibytes ? static_cast<std::size_t>(*kibibytes) * 1024 : 0;
}

// "Max address space         716800000            unlimited            bytes": what `ulimit -v` has set; nothing when
// unlimited.
std::optional<std::size_t> address_space_limit(const file_reader& files) {
  constexpr std::string_view key = "Max address space";
  const std::string limits = text_or(files, "/proc/self/limits", "");
  const auto at = limits.find(key);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  const auto bytes = leading_number(trimmed(std::string_view(limits).substr(at + key.size())));
  return bytes ? std::optional(static_cast<std::size_t>(*bytes)) : std::nullopt;
}

// What is free on a node, or holds pages of files and is easily freed; nothing when it does not say.
std::optional<std::size_t> available_on_node(const file_reader& files, std::size_t node) {
  const std::string name = "Node " + std::to_string(node);
  const std::string meminfo = text_or(files, "/sys/devices/system/node/node" + std::to_string(node) + "/meminfo", "");
  const std::size_t free = meminfo_bytes(meminfo, name + " MemFree");
  return free > 0 ? std::optional(free + meminfo_bytes(meminfo, name + " Inactive(file)")) : std::nullopt;
}

void read_memory(const file_reader& files, std::optional<std::size_t> group_bytes, environment& found) {
  const std::string meminfo = text_or(files, "/proc/meminfo", "");
  found.memory_bytes = meminfo_bytes(meminfo, "MemTotal");
  found.available_memory_bytes = meminfo_bytes(meminfo, "MemAvailable");
  if (group_bytes && (found.memory_bytes == 0 || *group_bytes < found.memory_bytes)) {
    found.memory_bytes = *group_bytes;
    found.available_memory_bytes = std::min(found.available_memory_bytes, found.memory_bytes);
  }
  if (const auto limit = address_space_limit(files)) {
    found.available_memory_bytes = std::min(found.available_memory_bytes, *limit);
  }
}

std::optional<double> read_steal_share(const file_reader& files) {
  const std::string stat = text_or(files, "/proc/stat", "");
  const auto columns = words(std::string_view(stat).substr(0, stat.find('\n')));
  // cpu user nice system idle iowait irq softirq steal
  constexpr std::size_t through_steal = 9;
  if (columns.size() < through_steal || columns[0] != "cpu") {
    return std::nullopt;
  }
  double total = 0.0;
  double steal = 0.0;
  for (std::size_t column = 1; column < through_steal; ++column) {
    steal = static_cast<double>(leading_number(columns[column]).value_or(0));
    total += steal;
  }
  return total > 0.0 ? std::optional(steal / total) : std::nullopt;
}

std::string read_os(const file_reader& files) {
  std::string name = field(text_or(files, "/etc/os-release", ""), "PRETTY_NAME", '=').value_or("unknown");
  std::erase(name, '"');
  return name;
}

std::string find_hypervisor(const file_reader& files, const cpu_identity& cpu, const std::string& signature) {
  if (!signature.empty()) {
    return hypervisor_name(signature);
  }
  std::string type = text_or(files, "/sys/hypervisor/type", "");
  if (!type.empty()) {
    return type;
  }
  return cpu.hypervisor ? "unknown" : "none";
}

}  // namespace

environment gather_environment(const file_reader& files, const environment_inputs& inputs) {
  environment found;
  found.cpu = identify_cpu(text_or(files, "/proc/cpuinfo", ""), inputs.cpu);
  found.machine = inputs.machine;
  read_memory(files, read_group_limits(files).memory_bytes, found);
  if (const auto bytes = inputs.node ? available_on_node(files, *inputs.node) : std::nullopt) {
    found.available_memory_bytes = std::min(found.available_memory_bytes, *bytes);
  }
  found.hypervisor = find_hypervisor(files, found.cpu, inputs.hypervisor_signature);
  found.governor = text_or(
      files, "/sys/devices/system/cpu/cpu" + std::to_string(inputs.cpu) + "/cpufreq/scaling_governor", "unknown");
  found.kernel = text_or(files, "/proc/sys/kernel/osrelease", "unknown");
  found.os = read_os(files);
  found.compiler = compiler_name();
  found.compiler_flags = without_paths(CALIB_BUILD_FLAGS);
  found.load_average = real_number(text_or(files, "/proc/loadavg", ""));
  found.steal_share = read_steal_share(files);
  cpu_limits limits = read_cpu_limits(files);
  found.cpu_quota = limits.quota;
  found.allowed_cpus = std::move(limits.cpus);
  found.allowed_nodes = std::move(limits.nodes);
  found.counters_available = inputs.counters_available;
  found.counters_reason = inputs.counters_reason;
  found.denormals = inputs.denormals;
  found.date_utc = inputs.date_utc;
  return found;
}

cpu_limits read_cpu_limits(const file_reader& files) {
  const std::string status = text_or(files, "/proc/self/status", "");
  return {.cpus = cpu_numbers(field(status, "Cpus_allowed_list").value_or("")),
          .nodes = cpu_numbers(field(status, "Mems_allowed_list").value_or("")),
          .quota = read_group_limits(files).cpu_quota};
}

cpu_limits limits_of(const environment& seen) {
  return {.cpus = seen.allowed_cpus, .nodes = seen.allowed_nodes, .quota = seen.cpu_quota};
}

std::string hypervisor_signature() {
#if defined(__x86_64__)
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned hypervisor_present = 1U << 31U;  // CPUID leaf 1, ECX
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & hypervisor_present) == 0) {
    return {};
  }
  __cpuid(0x40000000U, a, b, c, d);
  const std::array<unsigned, 3> registers{b, c, d};
  std::array<char, sizeof registers> text{};
  std::memcpy(text.data(), registers.data(), sizeof registers);
  const auto end = std::find(text.begin(), text.end(), '\0');
  return {text.begin(), end};
#else
  return {};
#endif
}

std::string hypervisor_name(std::string_view signature) {
  for (const auto& [known, readable] : hypervisors) {
    if (signature == known) {
      return std::string(readable);
    }
  }
  return std::string(signature);
}

std::string without_paths(std::string_view flags) {
  std::string kept;
  for (const std::string_view flag : words(flags)) {
    if (flag.find('/') != std::string_view::npos) {
      continue;
    }
    kept += kept.empty() ? "" : " ";
    kept += flag;
  }
  return kept;
}

std::string compiler_name() {
#if defined(__clang__)
  return "clang++ " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
         std::to_string(__clang_patchlevel__);
#elif defined(__GNUC__)
  return "g++ " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
         std::to_string(__GNUC_PATCHLEVEL__);
#else
  return "unknown";
#endif
}

}  // namespace calib::measure
