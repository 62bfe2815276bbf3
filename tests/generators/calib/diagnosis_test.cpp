#include "diagnosis.hpp"

#include <gmock/gmock.h>

namespace calib::tool {
namespace {

using testing::AllOf;
using testing::HasSubstr;

diagnosis with(std::vector<double> ratios) {
  return {.profile = "box", .checked = {{.setting = "onednn_1t_warm", .ratios = std::move(ratios)}}};
}

TEST(Diagnosis, OfLatenciesAsBeforeIsThatTheProfileStillDescribesTheMachine) {
  const diagnosis found = with({0.95, 1.02, 1.3});
  EXPECT_TRUE(found.still_describes());
  EXPECT_THAT(text_of(found), AllOf(HasSubstr("box still describes this machine"), HasSubstr("1.020"),
                                    HasSubstr("0.950"), HasSubstr("1.300")));
}

TEST(Diagnosis, DriftIsJudgedByTheMedianInBothDirections) {
  EXPECT_FALSE(with({1.0, 1.12, 1.13}).still_describes());
  EXPECT_FALSE(with({0.85, 0.88, 1.0}).still_describes());
  EXPECT_THAT(text_of(with({1.5})), AllOf(HasSubstr("drifted"), HasSubstr("box no longer describes this machine")));
}

TEST(Diagnosis, AChangedFactIsEnough) {
  diagnosis found = with({1.0});
  found.changed = {{"the version of onednn", "2.6.0", "3.1.0"}};
  EXPECT_FALSE(found.still_describes());
  EXPECT_THAT(text_of(found), HasSubstr("changed: the version of onednn: 2.6.0 then, 3.1.0 now"));
  EXPECT_THAT(json_of(found), AllOf(HasSubstr("\"still_describes\": false"), HasSubstr("\"now\": \"3.1.0\"")));
}

TEST(Diagnosis, SaysWhatWasNotChecked) {
  diagnosis found = with({1.0});
  found.not_checked = {"pytorch_1t_network", "numpy_12t_warm"};
  EXPECT_THAT(text_of(found), HasSubstr("not checked: pytorch_1t_network, numpy_12t_warm"));
}

TEST(Differences, OfMachinesAreThoseThatBothKnow) {
  profile_io::machine_data one;
  one.cpu = "A";
  one.isa = {"avx2"};
  one.cores = 2;
  one.memory_bytes = 1000;
  profile_io::machine_data other = one;
  other.memory_bytes = 1050;
  other.hypervisor = "KVM";  // only one of them knows
  differences found;
  found.compare(one, other);
  EXPECT_FALSE(found.any());
  other.isa = {"avx2", "fma"};
  other.cores = 4;
  found.compare(one, other);
  EXPECT_EQ(found.text(), "the instructions (avx2 and avx2 fma); the number of cores (2 and 4)");
}

}  // namespace
}  // namespace calib::tool
