#pragma once
/// Everything about the machine that a reader of a profile needs to judge its numbers, and nothing that identifies a
/// person or a host: no host name, no user, no path.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/cpu.hpp"
#include "measure/cpu_choice.hpp"
#include "measure/denormals.hpp"
#include "measure/files.hpp"
#include "measure/topology.hpp"

namespace calib::measure {

struct environment {
  cpu_identity cpu;
  topology machine;
  std::size_t memory_bytes = 0;            ///< what this process may use (control groups included); 0 when unknown
  std::size_t available_memory_bytes = 0;  ///< of it, free or easily freed now; 0 when unknown
  std::string hypervisor = "none";         ///< "KVM", "VMware", ..., "unknown" for an unnamed one
  std::string governor = "unknown";        ///< cpufreq governor of the measuring CPU
  std::string kernel = "unknown";
  std::string os = "unknown";
  std::string compiler;
  std::string compiler_flags;
  std::optional<double> load_average = std::nullopt;  ///< over one minute
  std::optional<double> steal_share = std::nullopt;   ///< of all CPU time since boot
  std::optional<double> cpu_quota =
      std::nullopt;                        ///< CPUs' worth of time the control groups grant; nothing when unlimited
  std::vector<std::size_t> allowed_cpus;   ///< logical CPUs this process may run on; empty when unknown
  std::vector<std::size_t> allowed_nodes;  ///< NUMA nodes whose memory it may use; empty when unknown
  bool counters_available = false;
  std::string counters_reason;  ///< why not; empty when available
  denormal_state denormals;
  std::string date_utc;  ///< ISO 8601, as given
};

/// What the gathering cannot read from files; tests make it up.
struct environment_inputs {
  topology machine;
  std::string hypervisor_signature;  ///< 12 characters of CPUID leaf 0x40000000, empty without
  bool counters_available = false;
  std::string counters_reason;
  denormal_state denormals;
  std::string date_utc;
  std::size_t cpu = 0;  ///< the measuring CPU: of which the processor and the governor are described
  std::optional<std::size_t> node = std::nullopt;  ///< the NUMA node whose memory is used, where there are several
};

/// Reads /proc, /sys and /etc through files; what is missing keeps its "unknown".
[[nodiscard]] environment gather_environment(const file_reader& files, const environment_inputs& inputs);

/// What the system allows this process: from /proc/self/status and the control groups.
[[nodiscard]] cpu_limits read_cpu_limits(const file_reader& files);

/// What it allows the process that was looked at.
[[nodiscard]] cpu_limits limits_of(const environment& seen);

/// The hypervisor's signature from CPUID; empty on bare metal and on other architectures.
[[nodiscard]] std::string hypervisor_signature();

/// Readable name for a CPUID signature: "KVMKVMKVM" is "KVM"; unknown ones as they are.
[[nodiscard]] std::string hypervisor_name(std::string_view signature);

/// Compiler flags without those that contain a path.
[[nodiscard]] std::string without_paths(std::string_view flags);

/// Compiler and version that built this library: "g++ 12.2.0".
[[nodiscard]] std::string compiler_name();

}  // namespace calib::measure
