#include "calibration/tables.hpp"

#include <gtest/gtest.h>

#include "kernels/backends.hpp"

namespace calib::calibration {
namespace {

/// A job over one axis: three knots, probes, one size held out.
class TablesOverOneAxis : public testing::Test {
 protected:
  TablesOverOneAxis() {
    one.kernel = kernels_of_backend.front().get();
    one.setting = "own_1t_warm";
    one.axes = {{std::string(one.kernel->dimensions().front()), {384, 768, 1536, 3072}}};
    one.shapes = plan::shapes_of(one.axes);
    const std::vector<std::size_t> probed{400, 450, 500, 550, 600, 650, 700, 800, 900, 1000, 1100, 1300};
    for (const std::size_t size : probed) one.shapes.push_back({size});
    one.probes = probed.size();
    one.shapes.push_back({1000});
    one.held_out = 1;
  }

  // What takes 1 ns a byte, and `more` ns for each beyond the last whole vector of 128.
  void measure(double more) {
    for (const plan::shape& dims : one.shapes) {
      results.push_back({});
      results.back().accepted = 1;
      const double size = static_cast<double>(dims.front()), left = static_cast<double>(dims.front() % 128);
      results.back().wall.median = results.back().normalised.median = 1e-9 * (size + more * left);
    }
  }

  void only_rejected(std::size_t i) {
    results[i].accepted = 0;
    results[i].from_rejected = true;
  }

  std::vector<std::uint64_t> knots() const { return table_from(one, results, {}, {}).axes.front().knots; }

  std::unique_ptr<kernels::backend> own = kernels::make_own_stream();
  std::vector<std::unique_ptr<kernels::kernel>> kernels_of_backend = own->kernels();
  job one;
  std::vector<measure::result> results;
};

TEST_F(TablesOverOneAxis, HoldTheKnotsAlone) {
  measure(0);
  const auto table = table_from(one, results, {}, {});
  EXPECT_EQ(table.latency_s, (std::vector<double>{1e-9 * 384, 1e-9 * 768, 1e-9 * 1536, 1e-9 * 3072}));
  EXPECT_FALSE(table.axes.front().phase);
  ASSERT_EQ(held_out_points(one, results).size(), 1U);
  EXPECT_EQ(held_out_points(one, results).front().dims, (plan::shape{1000}));
}

TEST_F(TablesOverOneAxis, LearnFromTheProbesWhatARemainderCosts) {
  measure(12);
  const auto table = table_from(one, results, {}, {});
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
  results[3].accepted = 0;
  EXPECT_EQ(knots(), (std::vector<std::uint64_t>{384, 768, 1536}));
}

}  // namespace
}  // namespace calib::calibration
