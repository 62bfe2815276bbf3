#include "calibration/network_measurement.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "made_up.hpp"

namespace calib::calibration {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// Two nodes, a reorder and what is between them; every other round takes as much longer as `unsteady` says.
class made_up_network final : public network_execution {
 public:
  made_up_network(measure::test::fake_clock& clock, int good_runs, double unsteady)
      : clock_(clock), good_runs_(good_runs), unsteady_(unsteady) {}
  const std::vector<node>& nodes() const override { return nodes_; }
  std::string executed_by() const override { return "made up"; }
  double first_s() const override { return 0.010; }
  std::vector<kernels::network_round> run(std::size_t rounds, std::uint64_t) override {
    if (good_runs_-- == 0) throw std::runtime_error("the engine ended");
    std::vector<kernels::network_round> all;
    for (; rounds > 0; --rounds) {
      const double slow = rounds % 2 == 0 ? 1 + unsteady_ : 1;
      clock_.spend(0.010 * slow);
      all.push_back({{0.004 * slow, 0.003 * slow}, 0.001 * slow, 0.010 * slow});
    }
    return all;
  }

 private:
  measure::test::fake_clock& clock_;
  int good_runs_;
  double unsteady_;
  std::vector<node> nodes_{{"conv1", "Conv"}, {"fc", "Gemm"}};
};

measured_network measured(test::made_up_machine& machine, test::noting_listener& listener, int good_runs = -1,
                          double unsteady = 0) {
  const std::atomic<bool> stop{false};
  return measure_network([&] { return std::make_unique<made_up_network>(machine.clock(), good_runs, unsteady); },
                         {.threads = 1, .time_budget_s = 5}, *machine, stop, listener);
}

TEST(MeasureNetwork, TellsNodesReordersAndTheWhole) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const measured_network found = measured(machine, listener);
  ASSERT_EQ(found.each.size(), 2U);
  EXPECT_EQ(found.nodes[1].name, "fc");
  EXPECT_NEAR(found.each[0].normalised.median, 0.004, 1e-6);
  EXPECT_NEAR(found.each[1].normalised.median, 0.003, 1e-6);
  EXPECT_NEAR(found.extra.normalised.median, 0.001, 1e-6);
  EXPECT_NEAR(found.total.normalised.median, 0.010, 1e-5);
  EXPECT_NEAR(found.total.as_it_comes_s, 0.010, 1e-5);
  EXPECT_GE(found.total.accepted, 6U);
  EXPECT_EQ(listener.warnings, "");
}

TEST(MeasureNetwork, ThatNeverRanIsAnError) {
  test::made_up_machine machine;
  test::noting_listener listener;
  EXPECT_THAT([&] { measured(machine, listener, 0); },
              ThrowsMessage<std::runtime_error>(HasSubstr("the engine ended")));
}

TEST(MeasureNetwork, KeepsWhatItMeasuredBeforeAFailure) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const measured_network found = measured(machine, listener, 2, 1.0);
  EXPECT_TRUE(found.total.has_data());
  EXPECT_THAT(listener.warnings, HasSubstr("the measurement ended early: the engine ended"));
}

TEST(MeasureNetwork, OneThatTakesLongIsNotExecutedEightTimesAtOnce) {
  class slow_network final : public network_execution {
   public:
    explicit slow_network(measure::test::fake_clock& clock) : clock_(clock) {}
    const std::vector<node>& nodes() const override { return nodes_; }
    std::string executed_by() const override { return "slow"; }
    double first_s() const override { return 3; }
    std::vector<kernels::network_round> run(std::size_t rounds, std::uint64_t) override {
      std::vector<kernels::network_round> all(rounds, {{2.5}, 0, 3});
      clock_.spend(3 * static_cast<double>(rounds));
      return all;
    }

   private:
    measure::test::fake_clock& clock_;
    std::vector<node> nodes_{{"conv1", "Conv"}};
  };
  test::made_up_machine machine;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  const measured_network found = measure_network([&] { return std::make_unique<slow_network>(machine.clock()); },
                                                 {.threads = 1, .time_budget_s = 5}, *machine, stop, listener);
  EXPECT_EQ(found.total.accepted, 2U);  // the second begins before the five seconds are over
}

}  // namespace
}  // namespace calib::calibration
