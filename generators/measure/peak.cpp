#include "measure/peak.hpp"

#include <algorithm>
#include <span>

namespace calib::measure {
namespace {

// Width and number of vector FMA pipes of one core.
struct pipes {
  std::string_view name;
  double units;
  double bits;
};

struct known_core {
  std::string_view vendor;
  int family;
  int first_model;
  int last_model;
  pipes fma;
};

// Where to check a line: Agner Fog, "Instruction tables"; uops.info; Intel's Optimization Reference Manual; AMD's
// Software Optimization Guides for families 17h, 19h and 1Ah; Arm's guides of the Neoverse cores; for model numbers
// Linux intel-family.h and arm64 cputype.h. Written from general knowledge of these, not yet compared line by line.
// First match wins.
constexpr known_core table[] = {
    // Intel, family 6. Ports 0 and 1; server cores add a 512-bit unit on port 5.
    {"GenuineIntel", 6, 0x3c, 0x3c, {"Intel Haswell", 2, 256}},
    {"GenuineIntel", 6, 0x3d, 0x3d, {"Intel Broadwell", 2, 256}},
    {"GenuineIntel", 6, 0x3f, 0x3f, {"Intel Haswell-EP", 2, 256}},
    {"GenuineIntel", 6, 0x45, 0x46, {"Intel Haswell", 2, 256}},
    {"GenuineIntel", 6, 0x47, 0x47, {"Intel Broadwell", 2, 256}},
    {"GenuineIntel", 6, 0x4e, 0x4e, {"Intel Skylake", 2, 256}},
    {"GenuineIntel", 6, 0x4f, 0x4f, {"Intel Broadwell-EP", 2, 256}},
    // Bronze and some Silver parts have one 512-bit unit; the model number does not tell them apart.
    {"GenuineIntel", 6, 0x55, 0x55, {"Intel Skylake-SP or Cascade Lake", 2, 512}},
    {"GenuineIntel", 6, 0x56, 0x56, {"Intel Broadwell-DE", 2, 256}},
    {"GenuineIntel", 6, 0x5e, 0x5e, {"Intel Skylake", 2, 256}},
    {"GenuineIntel", 6, 0x6a, 0x6c, {"Intel Ice Lake-SP", 2, 512}},
    // Client cores with AVX-512 fuse ports 0 and 1 into one 512-bit unit: the same rate as 2 x 256.
    {"GenuineIntel", 6, 0x7d, 0x7e, {"Intel Ice Lake", 2, 256}},
    {"GenuineIntel", 6, 0x8c, 0x8d, {"Intel Tiger Lake", 2, 256}},
    {"GenuineIntel", 6, 0x8e, 0x8e, {"Intel Kaby Lake", 2, 256}},
    {"GenuineIntel", 6, 0x8f, 0x8f, {"Intel Sapphire Rapids", 2, 512}},
    {"GenuineIntel", 6, 0x97, 0x97, {"Intel Alder Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0x9a, 0x9a, {"Intel Alder Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0x9e, 0x9e, {"Intel Coffee Lake", 2, 256}},
    {"GenuineIntel", 6, 0xa5, 0xa6, {"Intel Comet Lake", 2, 256}},
    {"GenuineIntel", 6, 0xa7, 0xa7, {"Intel Rocket Lake", 2, 256}},
    {"GenuineIntel", 6, 0xaa, 0xaa, {"Intel Meteor Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xad, 0xae, {"Intel Granite Rapids", 2, 512}},
    {"GenuineIntel", 6, 0xb5, 0xb5, {"Intel Arrow Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xb7, 0xb7, {"Intel Raptor Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xba, 0xba, {"Intel Raptor Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xbd, 0xbd, {"Intel Lunar Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xbf, 0xbf, {"Intel Raptor Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xc5, 0xc6, {"Intel Arrow Lake (performance core)", 2, 256}},
    {"GenuineIntel", 6, 0xcf, 0xcf, {"Intel Emerald Rapids", 2, 512}},
    // AMD family 17h: Zen and Zen+ split 256 bits in two; Zen 2 does not.
    {"AuthenticAMD", 0x17, 0x00, 0x2f, {"AMD Zen", 2, 128}},
    {"AuthenticAMD", 0x17, 0x30, 0xff, {"AMD Zen 2", 2, 256}},
    // Family 19h: Zen 3, and Zen 4 whose 512-bit instructions take two passes.
    {"AuthenticAMD", 0x19, 0x10, 0x1f, {"AMD Zen 4 (Genoa)", 2, 256}},
    {"AuthenticAMD", 0x19, 0x60, 0x7f, {"AMD Zen 4", 2, 256}},
    {"AuthenticAMD", 0x19, 0xa0, 0xaf, {"AMD Zen 4c (Bergamo)", 2, 256}},
    {"AuthenticAMD", 0x19, 0x00, 0xff, {"AMD Zen 3", 2, 256}},
    // Family 1Ah: Zen 5 has full 512-bit pipes, except in the mobile parts Strix and Krackan Point.
    {"AuthenticAMD", 0x1a, 0x20, 0x3f, {"AMD Zen 5 (Strix Point)", 2, 256}},
    {"AuthenticAMD", 0x1a, 0x60, 0x6f, {"AMD Zen 5 (Krackan Point)", 2, 256}},
    {"AuthenticAMD", 0x1a, 0x00, 0x1f, {"AMD Zen 5 (Turin)", 2, 512}},
    {"AuthenticAMD", 0x1a, 0x40, 0x4f, {"AMD Zen 5 (Granite Ridge)", 2, 512}},
    {"AuthenticAMD", 0x1a, 0x70, 0x7f, {"AMD Zen 5 (Strix Halo)", 2, 512}},
    // ARM: the family is the architecture version, the model the part number. Cores of telephones and small boards
    // come in several kinds, each with a part number of its own.
    {"arm", 8, 0xd03, 0xd03, {"Arm Cortex-A53", 1, 128}},
    {"arm", 8, 0xd05, 0xd05, {"Arm Cortex-A55", 1, 128}},
    {"arm", 8, 0xd08, 0xd08, {"Arm Cortex-A72", 1, 128}},
    {"arm", 8, 0xd0b, 0xd0b, {"Arm Cortex-A76", 2, 128}},
    {"arm", 8, 0xd0c, 0xd0c, {"Arm Neoverse N1", 2, 128}},
    {"arm", 8, 0xd40, 0xd40, {"Arm Neoverse V1", 4, 128}},
    {"arm", 8, 0xd41, 0xd41, {"Arm Cortex-A78", 2, 128}},
    {"arm", 8, 0xd42, 0xd42, {"Arm Cortex-A78AE", 2, 128}},
    {"arm", 8, 0xd44, 0xd44, {"Arm Cortex-X1", 4, 128}},
    {"arm", 8, 0xd49, 0xd49, {"Arm Neoverse N2", 2, 128}},
    {"arm", 8, 0xd4f, 0xd4f, {"Arm Neoverse V2", 4, 128}},
    {"ampere", 8, 0xac3, 0xac4, {"Ampere AmpereOne", 2, 128}},
    {"apple", 8, 0x020, 0x03f, {"Apple M1 or later (performance core)", 4, 128}},
};

// The efficiency and low-power cores of the hybrid processors above, which report the same model. First match wins.
constexpr known_core efficiency_table[] = {
    {"GenuineIntel", 6, 0x97, 0x9a, {"Intel Gracemont (efficiency core)", 2, 128}},
    {"GenuineIntel", 6, 0xaa, 0xaa, {"Intel Crestmont (efficiency core)", 2, 128}},
    {"GenuineIntel", 6, 0xb7, 0xb7, {"Intel Gracemont (efficiency core)", 2, 128}},
    {"GenuineIntel", 6, 0xba, 0xba, {"Intel Gracemont (efficiency core)", 2, 128}},
    {"GenuineIntel", 6, 0xbd, 0xbd, {"Intel Skymont (efficiency core)", 4, 128}},
    {"GenuineIntel", 6, 0xbf, 0xbf, {"Intel Gracemont (efficiency core)", 2, 128}},
    {"GenuineIntel", 6, 0xc5, 0xc6, {"Intel Skymont (efficiency core)", 4, 128}},
};

// Two operations per lane: a multiplication and an addition.
double rate(const pipes& fma, double element_bits) { return 2.0 * fma.units * fma.bits / element_bits; }

double& slot(core_rates& rates, precision format) { return rates.per_cycle[static_cast<std::size_t>(format)]; }

// AMX: a tile multiplication of 16 x 16 results over 64-byte rows issues every 16 cycles: 2 x 16 x 16 x 32 / 16 FLOP a
// cycle for bf16, twice that for i8.
constexpr double amx_bf16_per_cycle = 1024.0;
constexpr double amx_i8_per_cycle = 2048.0;

void add_narrow_formats(const cpu_identity& cpu, const pipes& fma, core_rates& rates) {
  // Assumed, not measured: dot products into 32-bit lanes issue at the rate of FMAs, so twice (bf16) and four times
  // (i8) the rate of f32.
  const bool x86_vnni = cpu.has("avx512_vnni") || cpu.has("avx_vnni");
  if (cpu.has("avx512_bf16") || cpu.has("bf16")) {
    slot(rates, precision::bf16) = rate(fma, 16);
  }
  if (cpu.has("avx512_fp16") || cpu.has("fp16")) {
    slot(rates, precision::f16) = rate(fma, 16);
  }
  if (x86_vnni || cpu.has("dotprod")) {
    slot(rates, precision::i8) = rate(fma, 8);
  }
  if (cpu.has("amx_bf16")) {
    slot(rates, precision::bf16) = amx_bf16_per_cycle;
  }
  if (cpu.has("amx_int8")) {
    slot(rates, precision::i8) = amx_i8_per_cycle;
  }
}

// Only server cores have AMX.
bool has_server_pipes(const cpu_identity& cpu) { return cpu.has("amx_tile") && cpu.has("avx512f"); }

// The usual core with such an ISA; the lower of two candidates, since a peak that is too high flatters nobody's kernel.
pipes assumed_pipes(const cpu_identity& cpu) {
  if (cpu.efficiency && cpu.vendor == "GenuineIntel") {
    return {"assumed of an efficiency core", 2, 128};
  }
  if (has_server_pipes(cpu)) {
    return {"assumed from AMX", 2, 512};
  }
  if (cpu.has("avx2") && cpu.has("fma")) {
    return {"assumed from AVX2 and FMA", 2, 256};  // with AVX-512 too: one 512-bit or two passes give the same
  }
  if (cpu.has("avx")) {
    return {"assumed from AVX: one addition and one multiplication", 1, 256};
  }
  if (cpu.has("neon")) {
    return {"assumed from NEON", 2, 128};
  }
  if (cpu.has("sse2")) {
    return {"assumed from SSE2: one addition and one multiplication", 1, 128};
  }
  return {"assumed: one scalar multiply-add", 1, 64};
}

const known_core* find_core(const cpu_identity& cpu) {
  // The compact cores of AMD do as much a cycle as its large ones.
  const bool other = cpu.efficiency && cpu.vendor == "GenuineIntel";
  const std::span<const known_core> cores = other ? std::span<const known_core>(efficiency_table) : table;
  const auto known = std::find_if(cores.begin(), cores.end(), [&cpu](const known_core& core) {
    return core.vendor == cpu.vendor && core.family == cpu.family && core.first_model <= cpu.model &&
           cpu.model <= core.last_model;
  });
  // A hypervisor may give the model of another core.
  const bool other_core = known == cores.end() || (has_server_pipes(cpu) && known->fma.bits < 512);
  return other_core ? nullptr : &*known;
}

}  // namespace

core_rates rates_of(const cpu_identity& cpu) {
  const known_core* const known = find_core(cpu);
  core_rates rates;
  rates.assumed = known == nullptr;
  pipes fma = rates.assumed ? assumed_pipes(cpu) : known->fma;
  rates.basis = std::string(fma.name);
  // A hypervisor may hide AVX-512; what cannot be issued does not count.
  constexpr double without_avx512_bits = 256.0;
  const bool x86 = cpu.vendor == "GenuineIntel" || cpu.vendor == "AuthenticAMD";
  if (x86 && fma.bits > without_avx512_bits && !cpu.has("avx512f")) {
    fma.bits = without_avx512_bits;
    rates.basis += " with AVX-512 hidden";
  }
  rates.basis += ": " + std::to_string(static_cast<int>(fma.units)) + " x " +
                 std::to_string(static_cast<int>(fma.bits)) + "-bit FMA";
  slot(rates, precision::f64) = rate(fma, 64);
  // The last resort above is one number at a time, whatever its width.
  slot(rates, precision::f32) = fma.bits > 64.0 ? rate(fma, 32) : rate(fma, 64);
  add_narrow_formats(cpu, fma, rates);
  return rates;
}

double peak_flops_per_s(const core_rates& rates, precision format, double clock_hz, std::size_t cores) noexcept {
  return rates.of(format) * clock_hz * static_cast<double>(cores);
}

}  // namespace calib::measure
