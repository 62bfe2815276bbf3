#include "calibration/tables.hpp"

#include <gtest/gtest.h>

#include "kernels/backends.hpp"

namespace calib::calibration {
namespace {

/// A job over one axis: three knots, probes, one size held out.
class TablesOverOneAxis : public testing::Test {
 protected:
  TablesOverOneAxis() {
    one.plan.kernel = kernels_of_backend.front().get();
    one.plan.setting = "own_1t_warm";
    one.plan.knots = {{std::string(one.plan.kernel->dimensions().front()), {384, 768, 1536, 3072}}};
    one.plan.shapes = plan::shapes_of(one.plan.knots);
    const std::vector<std::size_t> probed{400, 450, 500, 550, 600, 650, 700, 800, 900, 1000, 1100, 1300};
    for (const std::size_t size : probed) one.plan.shapes.push_back({size});
    one.plan.probes = probed.size();
    one.plan.shapes.push_back({1000});
    one.plan.held_out = 1;
  }

  // What takes 1 ns a byte, and `more` ns for each beyond the last whole vector of 128.
  void measure(double more) {
    for (const plan::shape& dims : one.plan.shapes) {
      one.results.push_back({});
      one.results.back().accepted = 1;
      const double size = static_cast<double>(dims.front()), left = static_cast<double>(dims.front() % 128);
      one.results.back().wall.median = one.results.back().normalised.median = 1e-9 * (size + more * left);
    }
  }

  void only_rejected(std::size_t i) {
    one.results[i].accepted = 0;
    one.results[i].from_rejected = true;
  }

  std::vector<std::uint64_t> knots() const { return table_from(one, {}, {}).table.axes.front().knots; }

  std::unique_ptr<kernels::backend> own = kernels::make_own_stream();
  std::vector<std::unique_ptr<kernels::kernel>> kernels_of_backend = own->kernels();
  measured_job one;
};

TEST_F(TablesOverOneAxis, HoldTheKnotsAlone) {
  measure(0);
  const auto [table, held_out] = table_from(one, {}, {});
  EXPECT_EQ(table.latency_s, (std::vector<double>{1e-9 * 384, 1e-9 * 768, 1e-9 * 1536, 1e-9 * 3072}));
  EXPECT_FALSE(table.axes.front().phase);
  ASSERT_EQ(held_out.size(), 1U);
  EXPECT_EQ(held_out.front().dims, (plan::shape{1000}));
}

TEST_F(TablesOverOneAxis, LearnFromTheProbesWhatARemainderCosts) {
  measure(12);
  const auto table = table_from(one, {}, {}).table;
  ASSERT_TRUE(table.axes.front().phase);
  EXPECT_EQ(table.axes.front().phase->period, 128U);
  EXPECT_EQ(table.axes.front().phase->remainder, 12.0);
  EXPECT_EQ(knots(), (std::vector<std::uint64_t>{384, 768, 1536, 3072}));
}

TEST_F(TablesOverOneAxis, LeaveOutDisturbedKnotsButAtTheEnds) {
  measure(0);
  only_rejected(0);
  only_rejected(1);
  EXPECT_EQ(knots(), (std::vector<std::uint64_t>{384, 1536, 3072}));
}

TEST_F(TablesOverOneAxis, TakeDisturbedKnotsWhereThereIsLittleElse) {
  measure(0);
  for (std::size_t i = 0; i < 3; ++i) only_rejected(i);
  EXPECT_EQ(knots(), (std::vector<std::uint64_t>{384, 768, 1536, 3072}));
}

TEST_F(TablesOverOneAxis, LeaveOutWhatWasNotMeasured) {
  measure(0);
  one.results[3].accepted = 0;
  EXPECT_EQ(knots(), (std::vector<std::uint64_t>{384, 768, 1536}));
}

}  // namespace
}  // namespace calib::calibration
