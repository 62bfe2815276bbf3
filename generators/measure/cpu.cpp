#include "measure/cpu.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace calib::measure {
namespace {

// Name in /proc/cpuinfo and ours; ARM's "asimd" is what everybody calls NEON.
using flag_name = std::pair<std::string_view, std::string_view>;

constexpr std::array<flag_name, 14> x86_flags{{
    {"sse2", "sse2"},
    {"avx", "avx"},
    {"avx2", "avx2"},
    {"fma", "fma"},
    {"f16c", "f16c"},
    {"avx512f", "avx512f"},
    {"avx512vl", "avx512vl"},
    {"avx512_bf16", "avx512_bf16"},
    {"avx512_fp16", "avx512_fp16"},
    {"avx512_vnni", "avx512_vnni"},
    {"avx_vnni", "avx_vnni"},
    {"amx_tile", "amx_tile"},
    {"amx_bf16", "amx_bf16"},
    {"amx_int8", "amx_int8"},
}};

constexpr std::array<flag_name, 7> arm_flags{{
    {"asimd", "neon"},
    {"asimdhp", "fp16"},
    {"asimddp", "dotprod"},
    {"bf16", "bf16"},
    {"i8mm", "i8mm"},
    {"sve", "sve"},
    {"sve2", "sve2"},
}};

// Implementer codes of the Arm ARM, MIDR_EL1.
constexpr std::array<std::pair<int, std::string_view>, 3> arm_vendors{{
    {0x41, "arm"},
    {0xc0, "ampere"},
    {0x61, "apple"},
}};

// Decimal, or hexadecimal after 0x, as cpuinfo mixes both.
int number(const std::optional<std::string>& text) {
  if (!text) {
    return -1;
  }
  std::string_view digits = *text;
  const int base = digits.starts_with("0x") ? 16 : 10;
  digits.remove_prefix(base == 16 ? 2 : 0);
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return value;
}

// What the text says of one CPU. An entry begins with "processor"; without one of that number, the whole text.
std::string_view entry_of(std::string_view cpuinfo, std::size_t cpu) {
  constexpr std::string_view begin = "processor";
  for (std::size_t at = cpuinfo.find(begin); at != std::string_view::npos;) {
    const std::size_t next = cpuinfo.find("\nprocessor", at);
    const std::string_view entry = cpuinfo.substr(at, next == std::string_view::npos ? next : next + 1 - at);
    const auto found = field(entry, begin);
    if (found && leading_number(*found) == cpu) {
      const bool described = field(entry, "flags") || field(entry, "CPU implementer");  // else once, for all
      return described ? entry : cpuinfo;
    }
    at = next == std::string_view::npos ? next : next + 1;
  }
  return cpuinfo;
}

template <std::size_t Count>
void add_flags(std::string_view flags, const std::array<flag_name, Count>& names, cpu_identity& cpu) {
  const auto present = words(flags);
  for (const auto& [kernel_name, our_name] : names) {
    if (std::find(present.begin(), present.end(), kernel_name) != present.end()) {
      cpu.isa.emplace_back(our_name);
    }
  }
}

}  // namespace

bool cpu_identity::has(std::string_view extension) const noexcept {
  return std::find(isa.begin(), isa.end(), extension) != isa.end();
}

cpu_identity identify_cpu(std::string_view whole, std::size_t number_of_cpu) {
  const std::string_view cpuinfo = entry_of(whole, number_of_cpu);
  cpu_identity cpu;
  if (const auto implementer = field(cpuinfo, "CPU implementer")) {
    const int code = number(implementer);
    for (const auto& [known, vendor] : arm_vendors) {
      if (known == code) {
        cpu.vendor = vendor;
      }
    }
    cpu.model_name =
        field(cpuinfo, "model name").value_or(cpu.vendor + " part " + field(cpuinfo, "CPU part").value_or("?"));
    cpu.family = number(field(cpuinfo, "CPU architecture"));
    cpu.model = number(field(cpuinfo, "CPU part"));
    cpu.stepping = number(field(cpuinfo, "CPU revision"));
    add_flags(field(cpuinfo, "Features").value_or(""), arm_flags, cpu);
    return cpu;
  }
  cpu.vendor = field(cpuinfo, "vendor_id").value_or(cpu.vendor);
  cpu.model_name = field(cpuinfo, "model name").value_or(cpu.model_name);
  cpu.family = number(field(cpuinfo, "cpu family"));
  cpu.model = number(field(cpuinfo, "model"));
  cpu.stepping = number(field(cpuinfo, "stepping"));
  const std::string flags = field(cpuinfo, "flags").value_or("");
  const auto present = words(flags);
  cpu.hypervisor = std::find(present.begin(), present.end(), "hypervisor") != present.end();
  add_flags(flags, x86_flags, cpu);
  return cpu;
}

}  // namespace calib::measure
