#include "measure/environment.hpp"

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace calib::measure {
namespace {

using test::fake_files;

constexpr const char* turin =
    "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 26\nmodel\t\t: 2\n"
    "model name\t: AMD EPYC\nstepping\t: 1\n"
    "flags\t\t: fpu sse2 avx avx2 fma f16c avx512f avx512vl avx512_bf16 avx512_vnni "
    "avx_vnni hypervisor\n\nprocessor\t: 1\nmodel\t\t: 99\n";

constexpr const char* graviton =
    "processor\t: 0\nFeatures\t: fp asimd asimdhp asimddp sve i8mm bf16\n"
    "CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x1\n"
    "CPU part\t: 0xd40\nCPU revision\t: 1\n";

TEST(Cpu, ReadsAnX86ProcessorFromItsFirstEntry) {
  const cpu_identity cpu = identify_cpu(turin);
  EXPECT_EQ(cpu.vendor, "AuthenticAMD");
  EXPECT_EQ(cpu.model_name, "AMD EPYC");
  EXPECT_EQ(cpu.family, 26);
  EXPECT_EQ(cpu.model, 2);
  EXPECT_EQ(cpu.stepping, 1);
  EXPECT_TRUE(cpu.hypervisor);
  EXPECT_TRUE(cpu.has("avx512f"));
  EXPECT_TRUE(cpu.has("avx512_bf16"));
  EXPECT_FALSE(cpu.has("amx_tile"));
}

TEST(Cpu, ReadsAnArmProcessorByImplementerAndPart) {
  const cpu_identity cpu = identify_cpu(graviton);
  EXPECT_EQ(cpu.vendor, "arm");
  EXPECT_EQ(cpu.family, 8);
  EXPECT_EQ(cpu.model, 0xd40);
  EXPECT_TRUE(cpu.has("neon"));
  EXPECT_TRUE(cpu.has("sve"));
  EXPECT_FALSE(cpu.has("sve2"));
}

TEST(Cpu, NothingReadMeansUnknownNotZero) {
  const cpu_identity cpu = identify_cpu("");
  EXPECT_EQ(cpu.vendor, "unknown");
  EXPECT_EQ(cpu.family, -1);
  EXPECT_EQ(cpu.model, -1);
  EXPECT_TRUE(cpu.isa.empty());
}

fake_files machine() {
  return fake_files{
      {"/proc/cpuinfo", turin},
      {"/proc/meminfo", "MemTotal:       1000 kB\nMemFree: 10 kB\nMemAvailable:    600 kB\n"},
      {"/proc/sys/kernel/osrelease", "6.1.0-13-amd64\n"},
      {"/etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"},
      {"/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n"},
      {"/proc/loadavg", "0.48 0.33 0.15 2/83 4546\n"},
      {"/proc/stat", "cpu  10 0 20 60 0 0 0 10 0 0\ncpu0 1 1\n"},
  };
}

TEST(Environment, GathersWhatTheMachineSays) {
  environment_inputs inputs;
  inputs.hypervisor_signature = "KVMKVMKVM";
  inputs.date_utc = "2026-11-22T08:00:00Z";
  inputs.counters_available = true;
  const environment found = gather_environment(machine(), inputs);
  EXPECT_EQ(found.cpu.model_name, "AMD EPYC");
  EXPECT_EQ(found.memory_bytes, 1000U * 1024U);
  EXPECT_EQ(found.available_memory_bytes, 600U * 1024U);
  EXPECT_EQ(found.hypervisor, "KVM");
  EXPECT_EQ(found.governor, "performance");
  EXPECT_EQ(found.kernel, "6.1.0-13-amd64");
  EXPECT_EQ(found.os, "Debian GNU/Linux 12 (bookworm)");
  EXPECT_DOUBLE_EQ(found.load_average.value(), 0.48);
  EXPECT_DOUBLE_EQ(found.steal_share.value(), 0.1);
  EXPECT_FALSE(found.cpu_quota.has_value());
  EXPECT_TRUE(found.counters_available);
  EXPECT_EQ(found.date_utc, "2026-11-22T08:00:00Z");
  EXPECT_NE(found.compiler, "unknown");
}

TEST(Environment, AMachineWithoutProcAndSysIsUnknownButDescribed) {
  const environment found = gather_environment(fake_files{}, {});
  EXPECT_EQ(found.cpu.vendor, "unknown");
  EXPECT_EQ(found.memory_bytes, 0U);
  EXPECT_EQ(found.governor, "unknown");
  EXPECT_EQ(found.kernel, "unknown");
  EXPECT_EQ(found.os, "unknown");
  EXPECT_EQ(found.hypervisor, "none");
  EXPECT_FALSE(found.load_average.has_value());
  EXPECT_FALSE(found.steal_share.has_value());
}

TEST(Environment, TheLimitOfTheAddressSpaceLimitsTheFreeMemory) {
  fake_files files = machine();
  files.set("/proc/self/limits",
            "Limit                     Soft Limit           Hard Limit           Units\n"
            "Max address space         409600               unlimited            bytes\n"
            "Max file locks            unlimited            unlimited            locks\n");
  const environment found = gather_environment(files, {});
  EXPECT_EQ(found.memory_bytes, 1000U * 1024U);  // the machine has what it has
  EXPECT_EQ(found.available_memory_bytes, 409600U);
  files.set("/proc/self/limits", "Max address space         unlimited            unlimited            bytes\n");
  EXPECT_EQ(gather_environment(files, {}).available_memory_bytes, 600U * 1024U);
}

TEST(Environment, TheControlGroupLimitsMemoryAndCpus) {
  fake_files files = machine();
  files.set("/sys/fs/cgroup/memory.max", "512000\n");
  files.set("/sys/fs/cgroup/cpu.max", "150000 100000\n");
  const environment found = gather_environment(files, {});
  EXPECT_EQ(found.memory_bytes, 512000U);
  EXPECT_EQ(found.available_memory_bytes, 512000U);
  EXPECT_DOUBLE_EQ(found.cpu_quota.value(), 1.5);
  files.set("/sys/fs/cgroup/memory.max", "max\n");
  files.set("/sys/fs/cgroup/cpu.max", "max 100000\n");
  EXPECT_EQ(gather_environment(files, {}).memory_bytes, 1000U * 1024U);
  EXPECT_FALSE(gather_environment(files, {}).cpu_quota.has_value());
}

TEST(Environment, TheLimitsOfThisProcessAreThoseOfItsOwnGroup) {
  fake_files files = machine();
  files.set("/proc/self/cgroup", "0::/user.slice/job.scope\n");
  files.set("/sys/fs/cgroup/user.slice/job.scope/cpu.max", "50000 100000\n");
  files.set("/sys/fs/cgroup/user.slice/job.scope/memory.max", "512000\n");
  files.set("/proc/self/status", "Name:\tcalib\nCpus_allowed:\t0f\nCpus_allowed_list:\t0-3\nMems_allowed_list:\t1\n");
  const environment found = gather_environment(files, {});
  EXPECT_DOUBLE_EQ(found.cpu_quota.value(), 0.5);
  EXPECT_EQ(found.memory_bytes, 512000U);
  EXPECT_EQ(found.allowed_cpus, (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(found.allowed_nodes, std::vector<std::size_t>{1});
}

TEST(Environment, TheGroupTellsTheMemoryWhereTheMachineDoesNot) {
  const fake_files files{{"/proc/self/cgroup", "0::/job\n"}, {"/sys/fs/cgroup/job/memory.max", "1073741824\n"}};
  EXPECT_EQ(gather_environment(files, {}).memory_bytes, std::size_t{1} << 30U);
}

TEST(Environment, TheFreeMemoryIsThatOfTheNode) {
  fake_files files = machine();
  files.set("/sys/devices/system/node/node1/meminfo",
            "Node 1 MemTotal:     500 kB\nNode 1 MemFree:      100 kB\nNode 1 Inactive(file):   50 kB\n");
  environment_inputs inputs;
  inputs.node = 1;
  EXPECT_EQ(gather_environment(files, inputs).available_memory_bytes, 150U * 1024U);
  EXPECT_EQ(gather_environment(files, inputs).memory_bytes, 1000U * 1024U);
  inputs.node = 0;  // it does not say
  EXPECT_EQ(gather_environment(files, inputs).available_memory_bytes, 600U * 1024U);
}

TEST(Environment, DescribesTheMeasuringCpu) {
  fake_files files = machine();
  files.set("/proc/cpuinfo",
            "processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd05\n\n"
            "processor\t: 1\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd44\n");
  files.set("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "schedutil\n");
  environment_inputs inputs;
  inputs.cpu = 1;
  EXPECT_EQ(gather_environment(files, inputs).cpu.model, 0xd44);
  EXPECT_EQ(gather_environment(files, inputs).governor, "schedutil");
  EXPECT_EQ(gather_environment(files, {}).cpu.model, 0xd05);
  inputs.cpu = 7;  // not in the text
  EXPECT_EQ(gather_environment(files, inputs).cpu.model, 0xd05);
}

TEST(Environment, AnUnnamedHypervisorIsUnknownNotNone) {
  EXPECT_EQ(gather_environment(machine(), {}).hypervisor, "unknown");
  EXPECT_EQ(hypervisor_name("VMwareVMware"), "VMware");
  EXPECT_EQ(hypervisor_name("SomethingNew"), "SomethingNew");
}

TEST(Environment, FlagsWithPathsAreLeftOut) {
  EXPECT_EQ(without_paths("-O2 -I/home/me/x -g -fdebug-prefix-map=/a=/b -march=native"), "-O2 -g -march=native");
  EXPECT_EQ(without_paths(""), "");
}

TEST(Environment, TheDenormalStateOfThisThreadIsReadable) {
  const denormal_state state = current_denormal_state();
#if defined(__x86_64__) || defined(__aarch64__)
  EXPECT_TRUE(state.known);
#endif
  EXPECT_FALSE(state.flush_results);  // the default of every C++ program
}

}  // namespace
}  // namespace calib::measure
