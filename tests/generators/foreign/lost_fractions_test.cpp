#include "foreign/lost_fractions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::HasSubstr;

TEST(LostFractions, AreRefusedBelowNoName) {
  EXPECT_THAT(refusal("m,n,k,latency_ms,\n1,1,1,1,330\n"), HasSubstr("line 2 has '330' in column 5"));
  EXPECT_EQ(refusal("m,n,k,latency_ms,\n1,1,1,1,\n"), "no error");
  EXPECT_EQ(refusal(",m,n,k,latency_ms\n0,1,1,1,330\n"), "no error");
}

TEST(LostFractions, AreRefusedInAColumnForRemarksOrWithLeadingZeros) {
  EXPECT_THAT(refusal("m,n,k,latency_us,note\n1,1,1,1,330\n2,1,1,2,41\n"),
              HasSubstr("'330' in column 'note' looks like the fraction of 1 before it"));
  EXPECT_THAT(refusal("m,n,k,latency_us,variant\n1,1,1,1,330\n2,1,1,2,041\n"), HasSubstr("column 'variant'"));
  EXPECT_EQ(refusal("m,n,k,latency_ns,threads\n1,1,1,1,10\n2,1,1,2,8\n"), "no error");
  EXPECT_EQ(refusal("m,n,k,latency_us,note\n1,1,1,1.5,330\n"), "no error");
}

}  // namespace
}  // namespace calib::foreign
