#include "calibration/validation.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "calib/op/gemm.hpp"
#include "calibration/planned_tables.hpp"
#include "kernels/operands/gemv.hpp"
#include "made_up.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

using testing::HasSubstr;

// gemv in a time that is linear in each dimension.
double seconds_of(std::size_t m, std::size_t k) { return 1e-6 + 1e-10 * static_cast<double>(m * k); }

// Wanders by up to a half in each direction within milliseconds, so that no interval gets narrow.
double wandering(measure::test::fake_clock& clock) {
  return 1.0 + 0.5 * std::sin(1e-9 * static_cast<double>(clock.now_ns()) / 0.7e-3);
}
double steady(measure::test::fake_clock&) { return 1.0; }
using slowdown = double(measure::test::fake_clock&);

class gemv_backend final : public kernels::backend {
 public:
  gemv_backend(measure::test::fake_clock& clock, slowdown* slow) : clock_(clock), slow_(slow) {}
  kernels::backend_info info() const override { return {"made_up", "1", "", ""}; }
  void set_threads(unsigned count) override { kernels::require_one_thread("made_up", count); }
  std::vector<std::unique_ptr<kernels::kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernels::kernel>> all;
    all.push_back(
        kernels::make_kernel<op::gemv<f32>>("made_up", [&clock = clock_, slow = slow_](const op::gemv<f32>& shape) {
          return [&clock, slow, shape](kernels::operands<op::gemv<f32>>& x) {
            clock.spend(slow(clock) * seconds_of(shape.m, shape.k));
            for (std::size_t row = 0; row < shape.m; ++row) {
              double sum = 0;
              for (std::size_t i = 0; i < shape.k; ++i) sum += double{x.a[row * shape.k + i]} * double{x.x[i]};
              x.y[row] = static_cast<float>(sum);
            }
          };
        }));
    return all;
  }

 private:
  measure::test::fake_clock& clock_;
  slowdown* slow_;
};

template <class Wanted>
Wanted with_gemv(test::made_up_machine& machine, Wanted request, slowdown* slow = steady) {
  request.backends = [&clock = machine.clock(), slow] {
    std::vector<std::unique_ptr<kernels::backend>> all;
    all.push_back(std::make_unique<gemv_backend>(clock, slow));
    return all;
  };
  return request;
}

profile_io::profile_data calibrated(test::made_up_machine& machine) {
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = with_gemv(machine, calibration::request{});
  request.id = "made_up";
  return calibrate(request, *machine, stop, listener).profile;
}

TEST(Calibrate, FitsATableOfSeveralAxesToScatteredShapes) {
  test::made_up_machine machine;
  const auto profile = calibrated(machine);
  ASSERT_EQ(profile.tables.size(), 1U);
  const auto& table = profile.tables[0];
  EXPECT_TRUE(table.fitted);
  EXPECT_GT(table.quality.points, 40U);
  EXPECT_GT(table.error.count, 0U);
  EXPECT_LT(table.error.median, 0.02);
}

TEST(Calibrate, AddsShapesToAFittedTableBeforeTheirIntervalsAreNarrow) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = with_gemv(machine, calibration::request{}, wandering);
  request.id = "made_up";
  request.time_budget_s = 0.2;
  const std::size_t planned = planned_tables(request, *machine, listener).at(0).shapes;
  const auto profile = calibrate(request, *machine, stop, listener).profile;
  ASSERT_EQ(profile.tables.size(), 1U);
  EXPECT_GT(profile.tables[0].quality.interval, 0.05) << "wide, for a shape that has converged";
  EXPECT_GT(profile.tables[0].quality.points, 1.5 * static_cast<double>(planned));
}

TEST(Validation, MeasuresTheShapesItIsGiven) {
  test::made_up_machine machine;
  const auto profile = calibrated(machine);
  auto request = with_gemv(machine, validation_request{});
  request.shapes = [](const profile_io::table_data&, const plan::affordable& wanted) {
    EXPECT_TRUE(wanted(plan::shape{5, 70}));
    EXPECT_FALSE(wanted(plan::shape{1'000'000, 1'000'000}));
    return std::vector<plan::shape>{{5, 70}, {300, 200}};
  };
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  const auto fresh = measure_fresh(profile, request, *machine, stop, listener);
  EXPECT_EQ(listener.warnings, "");
  ASSERT_EQ(fresh.size(), 1U);
  EXPECT_EQ(label(fresh[0].table), "made_up_1t_warm gemv f32");
  ASSERT_EQ(fresh[0].shapes.size(), 2U);
  EXPECT_EQ(fresh[0].shapes[1].dims, (plan::shape{300, 200}));
  EXPECT_NEAR(fresh[0].shapes[1].latency_s, seconds_of(300, 200), 1e-8);
}

TEST(Validation, SaysWhatItCannotMeasure) {
  test::made_up_machine machine;
  auto profile = calibrated(machine);
  profile.settings[0].backend = "elsewhere";
  auto request = with_gemv(machine, validation_request{});
  request.shapes = [](const profile_io::table_data&, const plan::affordable&) {
    return std::vector<plan::shape>{{5, 70}};
  };
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  EXPECT_THAT([&] { (void)measure_fresh(profile, request, *machine, stop, listener); },
              testing::ThrowsMessage<usage_error>(HasSubstr("nothing to validate")));
  EXPECT_EQ(listener.warnings, "made_up_1t_warm: no backend elsewhere here\n");
}

}  // namespace
}  // namespace calib::calibration
