#include "calibration/kernel_check.hpp"

#include <gmock/gmock.h>

#include "made_up.hpp"

namespace calib::calibration {
namespace {

using test::fault_kind;
using testing::HasSubstr;

struct counting_listener final : test::noting_listener {
  void on_enter(const table_id&, const std::string& shape, double) override { entered.push_back(shape); }
  void on_leave() noexcept override { ++left; }
  std::vector<std::string> entered;
  std::size_t left = 0;
};

class KernelCheck : public testing::Test {
 protected:
  job job_of(const kernels::kernel& kernel) {
    job one;
    one.kernel = &kernel;
    one.setting = "made_up_1t_warm";
    one.knots = {{"elements", {1, 10'000}}};
    one.shapes = {{1}};
    return one;
  }

  std::string fault_of(fault_kind fault, unsigned threads = 1) {
    const auto kernel = test::made_up_dot<f64>(machine.clock(), fault, true);
    return checks.fault_of(job_of(*kernel), threads, limit);
  }

  test::made_up_machine machine;
  counting_listener listener;
  kernel_check checks{1, listener};
  request wanted = test::made_up_request(machine);
  call_limit limit{wanted, *machine, 1};
};

TEST_F(KernelCheck, FindsNothingWrongWithASoundKernel) {
  EXPECT_EQ(fault_of(fault_kind::none), "");
  EXPECT_THAT(listener.entered, testing::ElementsAre("dot f64, being verified"));
  EXPECT_EQ(listener.left, 1U);
}

TEST_F(KernelCheck, NamesTheShapeOfAWrongResult) {
  EXPECT_THAT(fault_of(fault_kind::wrong_result), HasSubstr("dot f64 elements=700: wrong result: differs"));
}

TEST_F(KernelCheck, TakesAnExceptionForAFaultAndTellsTheListenerThatItHasReturned) {
  EXPECT_EQ(fault_of(fault_kind::throws), "no such primitive");
  EXPECT_EQ(listener.left, 1U);
}

TEST_F(KernelCheck, RunsASoundKernelOnceForEachNumberOfThreads) {
  EXPECT_EQ(fault_of(fault_kind::none), "");
  EXPECT_EQ(fault_of(fault_kind::throws), "");  // not run again
  EXPECT_EQ(listener.entered.size(), 1U);
  EXPECT_EQ(fault_of(fault_kind::none, 2), "");
  EXPECT_EQ(listener.entered.size(), 2U);
}

TEST_F(KernelCheck, TriesAKernelAgainThatFailed) {
  EXPECT_EQ(fault_of(fault_kind::throws), "no such primitive");
  EXPECT_EQ(fault_of(fault_kind::none), "");
  EXPECT_EQ(listener.entered.size(), 2U);
}

}  // namespace
}  // namespace calib::calibration
