#include "measure/peak.hpp"

#include <gtest/gtest.h>

#include <set>

namespace calib::measure {
namespace {

cpu_identity cpu(const char* vendor, int family, int model, std::vector<std::string> isa) {
  cpu_identity made;
  made.vendor = vendor;
  made.family = family;
  made.model = model;
  made.isa = std::move(isa);
  return made;
}

const std::vector<std::string> avx2{"sse2", "avx", "avx2", "fma"};
const std::vector<std::string> avx512{"sse2", "avx", "avx2", "fma", "avx512f"};

struct expectation {
  const char* vendor;
  int family;
  int model;
  double f64;
  double f32;
};

TEST(Peak, KnownCoresHaveTheirUnitsTimesLanesTimesTwo) {
  // units x lanes x 2 by hand; this pins the table, it does not confirm the units.
  for (const expectation& one : {expectation{"GenuineIntel", 6, 0x3c, 16, 32},     // Haswell
                                 expectation{"GenuineIntel", 6, 0x5e, 16, 32},     // Skylake
                                 expectation{"GenuineIntel", 6, 0x55, 32, 64},     // Skylake-SP
                                 expectation{"GenuineIntel", 6, 0x6a, 32, 64},     // Ice Lake-SP
                                 expectation{"GenuineIntel", 6, 0x7e, 16, 32},     // Ice Lake client
                                 expectation{"GenuineIntel", 6, 0x97, 16, 32},     // Alder Lake
                                 expectation{"GenuineIntel", 6, 0x8f, 32, 64},     // Sapphire Rapids
                                 expectation{"AuthenticAMD", 0x17, 0x01, 8, 16},   // Zen
                                 expectation{"AuthenticAMD", 0x17, 0x31, 16, 32},  // Zen 2
                                 expectation{"AuthenticAMD", 0x19, 0x01, 16, 32},  // Milan
                                 expectation{"AuthenticAMD", 0x19, 0x11, 16, 32},  // Genoa
                                 expectation{"AuthenticAMD", 0x1a, 0x02, 32, 64},  // Turin
                                 expectation{"AuthenticAMD", 0x1a, 0x24, 16, 32},  // Strix Point
                                 expectation{"AuthenticAMD", 0x1a, 0x44, 32, 64},  // Granite Ridge
                                 expectation{"arm", 8, 0xd0c, 8, 16},              // Neoverse N1
                                 expectation{"arm", 8, 0xd40, 16, 32}}) {          // Neoverse V1
    const core_rates rates = rates_of(cpu(one.vendor, one.family, one.model, avx512));
    EXPECT_FALSE(rates.assumed) << rates.basis;
    EXPECT_DOUBLE_EQ(rates.of(precision::f64), one.f64) << rates.basis;
    EXPECT_DOUBLE_EQ(rates.of(precision::f32), one.f32) << rates.basis;
  }
}

TEST(Peak, HiddenAvx512HalvesAServerCore) {
  const core_rates rates = rates_of(cpu("AuthenticAMD", 0x1a, 0x02, avx2));
  EXPECT_DOUBLE_EQ(rates.of(precision::f32), 32.0);
  EXPECT_NE(rates.basis.find("hidden"), std::string::npos);
}

TEST(Peak, NarrowFormatsNeedTheirInstructions) {
  auto isa = avx512;
  core_rates rates = rates_of(cpu("AuthenticAMD", 0x1a, 0x02, isa));
  EXPECT_DOUBLE_EQ(rates.of(precision::bf16), 0.0);
  EXPECT_DOUBLE_EQ(rates.of(precision::f16), 0.0);
  EXPECT_DOUBLE_EQ(rates.of(precision::i8), 0.0);
  isa.insert(isa.end(), {"avx512_bf16", "avx512_vnni"});
  rates = rates_of(cpu("AuthenticAMD", 0x1a, 0x02, isa));
  EXPECT_DOUBLE_EQ(rates.of(precision::bf16), 128.0);
  EXPECT_DOUBLE_EQ(rates.of(precision::i8), 256.0);
}

// As a hypervisor that gives a server core the model of Rocket Lake.
TEST(Peak, AmxIsNotBelievedOfAClientCore) {
  auto isa = avx512;
  isa.push_back("amx_tile");
  const core_rates rates = rates_of(cpu("GenuineIntel", 6, 0xa7, isa));
  EXPECT_TRUE(rates.assumed);
  EXPECT_DOUBLE_EQ(rates.of(precision::f32), 64.0) << rates.basis;
  EXPECT_FALSE(rates_of(cpu("GenuineIntel", 6, 0xa7, avx512)).assumed);
}

TEST(Peak, AmxReplacesTheVectorRates) {
  auto isa = avx512;
  isa.insert(isa.end(), {"avx512_fp16", "amx_tile", "amx_bf16", "amx_int8"});
  const core_rates rates = rates_of(cpu("GenuineIntel", 6, 0x8f, isa));
  EXPECT_DOUBLE_EQ(rates.of(precision::bf16), 1024.0);
  EXPECT_DOUBLE_EQ(rates.of(precision::i8), 2048.0);
  EXPECT_DOUBLE_EQ(rates.of(precision::f16), 128.0);
}

TEST(Peak, UnknownModelsFollowTheirIsaAndSaySo) {
  const core_rates modern = rates_of(cpu("GenuineIntel", 6, 0xff, avx512));
  EXPECT_TRUE(modern.assumed);
  EXPECT_DOUBLE_EQ(modern.of(precision::f32), 32.0);
  EXPECT_DOUBLE_EQ(rates_of(cpu("GenuineIntel", 6, 0x2a, {"sse2", "avx"})).of(precision::f32), 16.0);
  EXPECT_DOUBLE_EQ(rates_of(cpu("x", 1, 1, {"sse2"})).of(precision::f64), 4.0);
  EXPECT_DOUBLE_EQ(rates_of(cpu("arm", 9, 1, {"neon"})).of(precision::f32), 16.0);
  EXPECT_DOUBLE_EQ(rates_of(cpu_identity{}).of(precision::f32), 2.0);
}

TEST(Peak, AnEfficiencyCoreHasRatesOfItsOwn) {
  cpu_identity alder_lake = cpu("GenuineIntel", 6, 0x97, {"avx2", "fma"});
  EXPECT_DOUBLE_EQ(rates_of(alder_lake).of(precision::f32), 32.0);
  alder_lake.efficiency = true;
  EXPECT_DOUBLE_EQ(rates_of(alder_lake).of(precision::f32), 16.0);
  EXPECT_FALSE(rates_of(alder_lake).assumed);
  cpu_identity unknown = cpu("GenuineIntel", 6, 0xff, {"avx2", "fma"});
  unknown.efficiency = true;
  EXPECT_DOUBLE_EQ(rates_of(unknown).of(precision::f32), 16.0);
  EXPECT_TRUE(rates_of(unknown).assumed);
  cpu_identity compact = cpu("AuthenticAMD", 0x1a, 0x24, {"avx2", "fma"});
  compact.efficiency = true;
  EXPECT_DOUBLE_EQ(rates_of(compact).of(precision::f32), 32.0);
}

TEST(Peak, IsRatesTimesClockTimesCores) {
  const core_rates rates = rates_of(cpu("AuthenticAMD", 0x1a, 0x02, avx512));
  EXPECT_DOUBLE_EQ(peak_flops_per_s(rates, precision::f32, 4e9, 2), 64.0 * 4e9 * 2.0);
}

}  // namespace
}  // namespace calib::measure
