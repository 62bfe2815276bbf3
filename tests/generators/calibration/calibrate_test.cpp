#include "calibration/calibrate.hpp"

#include <gmock/gmock.h>

#include "kernels/smallest_call.hpp"
#include "made_up.hpp"
#include "profile_io/check.hpp"
#include "profile_io/writer.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

using test::fault_kind;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> tables_of(const profile_io::profile_data& profile) {
  std::vector<std::string> names;
  for (const auto& table : profile.tables)
    names.push_back(table.operation + " " + std::string(facts(table.precision).name));
  return names;
}

struct calibrated {
  outcome done;
  std::string warnings;
};

calibrated calibrate_with(fault_kind fault, bool at_once = false) {
  test::made_up_machine machine;
  test::noting_listener told;
  const std::atomic<bool> stop{false};
  outcome done = calibrate(test::made_up_request(machine, fault, at_once), *machine, stop, told);
  return {std::move(done), told.warnings};
}

TEST(Calibrate, MakesAProfileThatCanBeWritten) {
  const calibrated seen = calibrate_with(fault_kind::none);
  EXPECT_FALSE(seen.done.interrupted);
  EXPECT_EQ(seen.warnings, "");
  EXPECT_THAT(tables_of(seen.done.profile), ElementsAre("dot f32", "dot f64"));
  EXPECT_NO_THROW(profile_io::check(seen.done.profile, "made up"));
  for (const auto& table : seen.done.profile.tables) {
    EXPECT_GT(table.error.count, 0U);
    for (std::size_t i = 0; i < table.latency_s.size(); ++i) {
      EXPECT_NEAR(table.latency_s[i], 1e-6 + 1e-11 * static_cast<double>(table.axes[0].knots[i]), 1e-9);
    }
  }
}

class calls_only final : public kernels::backend {
 public:
  explicit calls_only(measure::test::fake_clock& clock) : clock_(clock) {}
  kernels::backend_info info() const override { return {"calls", "1", "", ""}; }
  void set_threads(unsigned count) override { kernels::require_one_thread("calls", count); }
  std::vector<std::unique_ptr<kernels::kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernels::kernel>> all;
    all.push_back(kernels::make_dispatch(test::made_up_dot<f32>(clock_, fault_kind::none), {1}));
    return all;
  }

 private:
  measure::test::fake_clock& clock_;
};

TEST(Calibrate, MeasuresTheSmallestCallAsATableWithoutAxes) {
  test::made_up_machine machine;
  test::noting_listener told;
  const std::atomic<bool> stop{false};
  request what = test::made_up_request(machine);
  what.backends = [&clock = machine.clock()] {
    std::vector<std::unique_ptr<kernels::backend>> all;
    all.push_back(std::make_unique<calls_only>(clock));
    return all;
  };
  const outcome done = calibrate(what, *machine, stop, told);
  EXPECT_EQ(told.warnings, "");
  ASSERT_THAT(tables_of(done.profile), ElementsAre("dispatch f32"));
  const auto& table = done.profile.tables[0];
  EXPECT_TRUE(table.axes.empty());
  ASSERT_EQ(table.latency_s.size(), 1U);
  EXPECT_NEAR(table.latency_s[0], 1e-6, 1e-9);
  EXPECT_FALSE(table.fitted);
  EXPECT_EQ(table.error.count, 0U);  // there is no other shape to ask for
  EXPECT_EQ(done.profile.settings.at(0).overhead_s, table.latency_s[0]);
  EXPECT_NO_THROW(profile_io::check(done.profile, "made up"));
  const outcome again = calibrate(what, *machine, stop, told, done.work);
  EXPECT_EQ(profile_io::to_json(again.profile), profile_io::to_json(done.profile));
}

TEST(Calibrate, MeasuresColdCachesAsASettingOfItsOwn) {
  measure::environment small = test::known_machine();  // operands that are soon prepared
  small.available_memory_bytes = std::size_t{64} << 20U;
  test::made_up_machine machine(small);
  test::noting_listener told;
  const std::atomic<bool> stop{false};
  request what = test::made_up_request(machine);
  what.caches = {cache_state::warm, cache_state::cold};
  const outcome done = calibrate(what, *machine, stop, told);
  ASSERT_EQ(done.profile.settings.size(), 2U);
  EXPECT_EQ(done.profile.settings[1].id, "made_up_1t_cold");
  EXPECT_EQ(done.profile.settings[1].cache, cache_state::cold);
  EXPECT_NO_THROW(profile_io::check(done.profile, "made up"));
  ASSERT_THAT(tables_of(done.profile), ElementsAre("dot f32", "dot f64", "dot f32", "dot f64"));
  for (std::size_t t = 0; t < done.profile.tables.size(); ++t) {
    const auto& table = done.profile.tables[t];
    EXPECT_EQ(table.setting, t < 2 ? "made_up_1t_warm" : "made_up_1t_cold");
    for (std::size_t i = 0; i < table.latency_s.size(); ++i) {
      const double warm_s = 1e-6 + 1e-11 * static_cast<double>(table.axes[0].knots[i]);
      EXPECT_NEAR(table.latency_s[i], (t < 2 ? 1 : 3) * warm_s, 1e-9);
    }
  }
  // Each state has its samples, and both go on from their own.
  ASSERT_EQ(done.work.stages.size(), 2U);
  const outcome again = calibrate(what, *machine, stop, told, done.work);
  EXPECT_EQ(profile_io::to_json(again.profile), profile_io::to_json(done.profile));
}

class Fault : public testing::TestWithParam<std::tuple<fault_kind, bool, const char*>> {};

TEST_P(Fault, OfAKernelLeavesOutItsTableAlone) {
  const auto& [fault, at_once, message] = GetParam();
  const calibrated seen = calibrate_with(fault, at_once);
  EXPECT_THAT(seen.warnings, HasSubstr(message));
  EXPECT_FALSE(seen.done.profile.tables.empty());
  for (const auto& table : seen.done.profile.tables) {
    if (table.precision == precision::f32) {
      EXPECT_THAT(table.quality.flags, testing::Not(testing::Contains("incomplete")));
    } else {
      EXPECT_FALSE(at_once);  // what cannot be verified is not measured
      EXPECT_THAT(table.quality.flags, testing::Contains("incomplete"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Fault,
    testing::Values(std::tuple(fault_kind::wrong_result, true, "dot left out: dot f64 elements=700: wrong result"),
                    std::tuple(fault_kind::throws, true, "dot left out: no such primitive"),
                    std::tuple(fault_kind::throws_oddly, true, "dot left out: threw something that is not"),
                    std::tuple(fault_kind::no_memory, true, "dot left out: std::bad_alloc"),
                    std::tuple(fault_kind::throws, false, " left out: no such primitive"),
                    std::tuple(fault_kind::throws_oddly, false, " left out: threw something that is not"),
                    std::tuple(fault_kind::no_memory, false, " left out: std::bad_alloc")));

TEST(Calibrate, LeavesOutWhatBroughtTheProgramDownBefore) {
  test::made_up_machine machine;
  test::noting_listener told;
  const std::atomic<bool> stop{false};
  request what = test::made_up_request(machine, fault_kind::crashes);
  what.faults = {{.table = {"made_up_1t_warm", "dot", precision::f64}, .reason = "hung"}};
  const outcome done = calibrate(what, *machine, stop, told);
  EXPECT_THAT(tables_of(done.profile), ElementsAre("dot f32"));
  EXPECT_EQ(told.warnings, "made_up_1t_warm dot f64 left out: hung\n");
  ASSERT_EQ(done.work.faults.size(), 1U);

  test::noting_listener later;  // as it does when resumed, also where both remember it
  EXPECT_THAT(tables_of(calibrate(what, *machine, stop, later, done.work).profile), ElementsAre("dot f32"));
  EXPECT_EQ(later.warnings, told.warnings);
}

TEST(Calibrate, GoesOnFromACheckpointToTheSameProfile) {
  struct stopping_listener final : test::noting_listener {
    void on_checkpoint(const checkpoint& so_far) override {
      work = so_far;
      stop = true;
    }
    checkpoint work;
    std::atomic<bool> stop{false};
  } stopping;
  test::made_up_machine machine;
  const outcome begun = calibrate(test::made_up_request(machine), *machine, stopping.stop, stopping);
  EXPECT_TRUE(begun.interrupted);
  ASSERT_EQ(stopping.work.stages.size(), 1U);
  const std::size_t rounds = stopping.work.stages[0].rounds.size();

  test::noting_listener told;
  const std::atomic<bool> stop{false};
  const outcome done = calibrate(test::made_up_request(machine), *machine, stop, told, stopping.work);
  EXPECT_FALSE(done.interrupted);
  EXPECT_GE(done.work.stages.at(0).rounds.size(), rounds);
  const calibrated whole = calibrate_with(fault_kind::none);
  ASSERT_EQ(tables_of(done.profile), tables_of(whole.done.profile));
  for (std::size_t t = 0; t < done.profile.tables.size(); ++t) {
    EXPECT_EQ(done.profile.tables[t].axes[0].knots, whole.done.profile.tables[t].axes[0].knots);
  }
}

TEST(Calibrate, IsSplitOverLaunchesAndTellsHowTheyDiffer) {
  measure::environment small = test::known_machine();
  small.available_memory_bytes = std::size_t{64} << 20U;
  test::made_up_machine machine(small);
  test::noting_listener told;
  const std::atomic<bool> stop{false};
  request what = test::made_up_request(machine);
  what.launches = 2;
  const outcome first = calibrate(what, *machine, stop, told);
  EXPECT_TRUE(first.to_be_continued);
  EXPECT_LE(first.work.stages.at(0).elapsed_s, 0.5 * what.time_budget_s + 1);
  what.launch = 1;
  checkpoint work = first.work;
  for (table_record& table : work.stages.at(0).tables) {
    for (shape_record& shape : table.shapes) {
      for (measure::timing& one : shape.measured.samples) one.wall_s *= 1.5;
    }
  }
  const outcome second = calibrate(what, *machine, stop, told, std::move(work));
  EXPECT_FALSE(second.to_be_continued);
  ASSERT_EQ(second.profile.tables.size(), 2U);
  for (const auto& table : second.profile.tables) {
    EXPECT_NEAR(table.quality.between_launches, 0.5, 0.01);
    EXPECT_THAT(table.quality.flags, testing::Contains("launches_differ"));
  }
}

TEST(Calibrate, RefusesTheCheckpointOfAnother) {
  test::made_up_machine machine;
  test::noting_listener told;
  const std::atomic<bool> stop{false};
  checkpoint work = calibrate(test::made_up_request(machine), *machine, stop, told).work;
  request other = test::made_up_request(machine);
  other.wanted.seed = 2;
  EXPECT_THAT([&] { (void)calibrate(other, *machine, stop, told, work); },
              testing::ThrowsMessage<usage_error>(HasSubstr("seed was '1', is '2'")));
}

}  // namespace
}  // namespace calib::calibration
