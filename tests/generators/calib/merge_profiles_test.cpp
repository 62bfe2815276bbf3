#include "merge_profiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "profile_io/check.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

using profile_io::profile_data;
using ::testing::AllOf;
using ::testing::HasSubstr;

profile_io::table_data table_of(const std::string& operation, const std::string& setting, double latency_s) {
  profile_io::table_data out;
  out.operation = operation;
  out.setting = setting;
  out.axes = {{.name = "elements", .knots = {16, 4096}}};
  out.latency_s = {latency_s, 10 * latency_s};
  return out;
}

profile_data profile_of(const std::string& setting, const std::string& operation) {
  profile_data out;
  out.id = "box";
  out.name = "Box";
  out.created = "2024-01-01";
  out.machine.cpu = "A chip";
  out.machine.cores = 4;
  out.machine.memory_bytes = 1'000'000'000;
  out.environment = {{"seed", "1"}, {"os", "Debian"}};
  profile_io::setting_data only;
  only.id = setting;
  only.backend = "lib";
  only.version = "1";
  only.threads = 1;
  out.settings = {only};
  out.default_setting = setting;
  out.tables = {table_of(operation, setting, 1e-6)};
  return out;
}

std::string refusal(const profile_data& first, const profile_data& second) {
  try {
    static_cast<void>(merged(first, second, preference::none));
  } catch (const usage_error& refused) {
    return refused.what();
  }
  return {};
}

TEST(MergeProfiles, SettingsAndTablesOfBothAreThere) {
  profile_data second = profile_of("b", "relu");
  second.created = "2024-02-02";
  second.environment["seed"] = "2";
  second.machine.memory_bytes += 4096;  // a kernel of another version
  const profile_data out = merged(profile_of("a", "relu"), second, preference::none);
  ASSERT_EQ(out.settings.size(), 2U);
  EXPECT_EQ(out.default_setting, "a");
  ASSERT_EQ(out.tables.size(), 2U);
  EXPECT_EQ(out.tables[1].setting, "b");
  EXPECT_EQ(out.created, "2024-02-02");
  EXPECT_EQ(out.environment.at("seed"), "1; 2");
  EXPECT_EQ(out.environment.at("os"), "Debian");
  EXPECT_NO_THROW(profile_io::check(out, "merged"));
}

TEST(MergeProfiles, OperationsOfOneSettingAreJoined) {
  profile_data second = profile_of("a", "gelu");
  second.settings[0].overhead_s = 1e-8;
  second.settings[0].peaks.flops_per_s[1] = 1e11;
  const profile_data out = merged(profile_of("a", "relu"), second, preference::none);
  ASSERT_EQ(out.settings.size(), 1U);
  EXPECT_EQ(out.settings[0].overhead_s, 1e-8);
  EXPECT_EQ(out.settings[0].peaks.flops_per_s[1], 1e11);
  EXPECT_EQ(out.tables.size(), 2U);
}

TEST(MergeProfiles, AProfileWithItselfIsItself) {
  const profile_data one = profile_of("a", "relu");
  EXPECT_EQ(merged(one, one, preference::none), one);
}

TEST(MergeProfiles, DifferentMachinesAreRefusedWithWhatDiffers) {
  profile_data second = profile_of("b", "relu");
  second.machine.cores = 8;
  second.machine.cpu = "Another chip";
  EXPECT_THAT(refusal(profile_of("a", "relu"), second),
              AllOf(HasSubstr("the processor (A chip and Another chip)"), HasSubstr("the number of cores (4 and 8)"),
                    HasSubstr("calib compare")));
  profile_data peaks = profile_of("b", "relu");
  profile_data first = profile_of("a", "relu");
  first.theoretical.peaks.flops_per_s[1] = 1e11;
  peaks.theoretical.peaks.flops_per_s[1] = 2e11;
  EXPECT_THAT(refusal(first, peaks), HasSubstr("the theoretical peak of f32"));
}

TEST(MergeProfiles, WithoutAMachineTheNameDecides) {
  profile_data first = profile_of("a", "relu"), second = profile_of("b", "relu");
  first.machine = second.machine = {};
  EXPECT_EQ(refusal(first, second), "");
  second.name = "Another box";
  EXPECT_THAT(refusal(first, second), HasSubstr("the name (Box and Another box)"));
}

TEST(MergeProfiles, SettingsOfOneIdMustBeTheSame) {
  profile_data second = profile_of("a", "gelu");
  second.settings[0].version = "2";
  EXPECT_THAT(refusal(profile_of("a", "relu"), second), HasSubstr("its version (1 and 2)"));
}

TEST(MergeProfiles, TablesThatDifferAskWhoseStand) {
  const profile_data first = profile_of("a", "relu");
  profile_data second = first;
  second.tables[0].latency_s[0] = 2e-6;
  EXPECT_THAT(refusal(first, second), AllOf(HasSubstr("relu f32 in a"), HasSubstr("--prefer first")));
  EXPECT_EQ(merged(first, second, preference::first).tables, first.tables);
  EXPECT_EQ(merged(first, second, preference::second).tables, second.tables);
}

TEST(MergeProfiles, ATableThatTheOtherHasIsNotLeftOut) {
  profile_data first = profile_of("a", "relu");
  first.left_out = {{"gelu", precision::f32, "a", "hung"}, {"silu", precision::f32, "a", "hung"}};
  profile_data second = profile_of("a", "gelu");
  second.left_out = {{"silu", precision::f32, "a", "wrong"}};
  const profile_data out = merged(first, second, preference::none);
  ASSERT_EQ(out.left_out.size(), 1U);
  EXPECT_EQ(out.left_out[0].operation, "silu");
  EXPECT_NO_THROW(profile_io::check(out, "merged"));
}

TEST(MergeProfiles, OfTwoPartsOfAMachineNeitherIsWhatWasMeasured) {
  profile_data first = profile_of("a", "relu"), second = profile_of("b", "relu");
  first.measured_on.core_kind = "performance";
  second.measured_on.core_kind = "efficiency";
  EXPECT_EQ(merged(first, second, preference::none).measured_on, profile_io::measured_on_data{});
}

TEST(MergeProfiles, OfTwoRunsNeitherHasTheHistoryOfBoth) {
  profile_data first = profile_of("a", "relu"), second = profile_of("b", "relu");
  first.history = {{.condition = "1t_warm", .time_s = {0, 1}, .clock_hz = {}, .fma = {}, .cache = {}, .dram = {1, 1}}};
  EXPECT_TRUE(merged(first, second, preference::none).history.empty());
  second.history = first.history;
  EXPECT_EQ(merged(first, second, preference::none).history, first.history);
}

}  // namespace
}  // namespace calib::tool
