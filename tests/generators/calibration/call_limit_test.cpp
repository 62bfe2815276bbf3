#include "calibration/call_limit.hpp"

#include <gtest/gtest.h>

#include "made_up.hpp"

namespace calib::calibration {
namespace {

class CallLimit : public testing::Test {
 protected:
  double seconds(std::size_t elements) { return call_limit(wanted, *machine, 1).seconds(*dot, {elements}); }

  test::made_up_machine machine;
  request wanted = test::made_up_request(machine);
  std::unique_ptr<kernels::kernel> dot = test::made_up_dot<f32>(machine.clock(), test::fault_kind::none);
};

TEST_F(CallLimit, IsHalfAMinuteForWhatShouldTakeNoTime) { EXPECT_EQ(seconds(1), 30); }

// 8 bytes an element at 10 GB/s, a hundredfold.
TEST_F(CallLimit, IsAHundredTimesWhatALongCallShouldTake) { EXPECT_NEAR(seconds(10'000'000'000), 100 * 8.0, 1e-6); }

TEST_F(CallLimit, IsWhatTheRequestSays) {
  wanted.call_timeout_s = 2.5;
  EXPECT_EQ(seconds(1), 2.5);
  EXPECT_EQ(seconds(10'000'000'000), 2.5);
}

}  // namespace
}  // namespace calib::calibration
