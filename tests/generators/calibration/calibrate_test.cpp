#include "calibration/calibrate.hpp"

#include <gmock/gmock.h>

#include <tuple>

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
  calibration_result done;
  std::string warnings;
};

calibrated calibrate_with(fault_kind fault, bool at_once = false) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  calibration_result done = calibrate(test::made_up_request(machine, fault, at_once), *machine, stop, listener);
  return {std::move(done), listener.warnings};
}

TEST(Calibrate, MakesAProfileThatCanBeWritten) {
  const calibrated seen = calibrate_with(fault_kind::none);
  EXPECT_FALSE(seen.done.interrupted);
  EXPECT_EQ(seen.warnings, "");
  EXPECT_TRUE(seen.done.profile.left_out.empty());
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
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = test::made_up_request(machine);
  request.backends = [&clock = machine.clock()] {
    std::vector<std::unique_ptr<kernels::backend>> all;
    all.push_back(std::make_unique<calls_only>(clock));
    return all;
  };
  const calibration_result done = calibrate(request, *machine, stop, listener);
  EXPECT_EQ(listener.warnings, "");
  ASSERT_THAT(tables_of(done.profile), ElementsAre("dispatch f32"));
  const auto& table = done.profile.tables[0];
  EXPECT_TRUE(table.axes.empty());
  ASSERT_EQ(table.latency_s.size(), 1U);
  EXPECT_NEAR(table.latency_s[0], 1e-6, 1e-9);
  EXPECT_FALSE(table.fitted);
  EXPECT_EQ(table.error.count, 0U);  // there is no other shape to ask for
  EXPECT_EQ(done.profile.settings.at(0).overhead_s, table.latency_s[0]);
  EXPECT_NO_THROW(profile_io::check(done.profile, "made up"));
  const calibration_result again = calibrate(request, *machine, stop, listener, done.work);
  EXPECT_EQ(profile_io::to_json(again.profile), profile_io::to_json(done.profile));
}

TEST(Calibrate, MeasuresColdCachesAsASettingOfItsOwn) {
  measure::environment small = test::known_machine();  // operands that are soon prepared
  small.available_memory_bytes = std::size_t{64} << 20U;
  test::made_up_machine machine(small);
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = test::made_up_request(machine);
  request.caches = {cache_state::warm, cache_state::cold};
  const calibration_result done = calibrate(request, *machine, stop, listener);
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
  ASSERT_EQ(done.profile.history.size(), 2U);
  EXPECT_EQ(done.profile.history[0].condition, "1t_warm");
  EXPECT_EQ(done.profile.history[1].condition, "1t_cold");
  EXPECT_LE(done.profile.history[0].time_s.size(), 200U);
  EXPECT_GT(done.profile.history[0].time_s.back(), 0);
  const calibration_result again = calibrate(request, *machine, stop, listener, done.work);
  EXPECT_EQ(profile_io::to_json(again.profile), profile_io::to_json(done.profile));
}

class Fault : public testing::TestWithParam<std::tuple<fault_kind, bool, const char*>> {};

TEST_P(Fault, OfAKernelLeavesOutItsTableAlone) {
  const auto& [fault, at_once, message] = GetParam();
  const calibrated seen = calibrate_with(fault, at_once);
  EXPECT_THAT(seen.warnings, HasSubstr(message));
  EXPECT_FALSE(seen.done.profile.tables.empty());
  EXPECT_EQ(seen.done.profile.left_out.size(), at_once ? 1U : 0U);
  for (const profile_io::left_out_data& table : seen.done.profile.left_out) {
    EXPECT_EQ(seen.warnings, "made_up_1t_warm dot f64 left out: " + table.reason + "\n");
    EXPECT_EQ(std::tuple(table.operation, table.precision, table.setting),
              std::tuple("dot", precision::f64, "made_up_1t_warm"));
  }
  EXPECT_NO_THROW(profile_io::check(seen.done.profile, "made up"));
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
    testing::Values(std::tuple(fault_kind::wrong_result, true, "dot f64 left out: dot f64 elements=700: wrong result"),
                    std::tuple(fault_kind::throws, true, "dot f64 left out: no such primitive"),
                    std::tuple(fault_kind::throws_oddly, true, "dot f64 left out: threw something that is not"),
                    std::tuple(fault_kind::no_memory, true, "dot f64 left out: std::bad_alloc"),
                    std::tuple(fault_kind::throws, false, " left out: no such primitive"),
                    std::tuple(fault_kind::throws_oddly, false, " left out: threw something that is not"),
                    std::tuple(fault_kind::no_memory, false, " left out: std::bad_alloc")));

TEST(Calibrate, LeavesOutWhatBroughtTheProgramDownBefore) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = test::made_up_request(machine, fault_kind::crashes);
  request.faults = {{.table = {"made_up_1t_warm", "dot", precision::f64}, .reason = "hung"}};
  const calibration_result done = calibrate(request, *machine, stop, listener);
  EXPECT_THAT(tables_of(done.profile), ElementsAre("dot f32"));
  EXPECT_EQ(listener.warnings, "made_up_1t_warm dot f64 left out: hung\n");
  EXPECT_THAT(done.profile.left_out,
              ElementsAre(profile_io::left_out_data{"dot", precision::f64, "made_up_1t_warm", "hung"}));
  ASSERT_EQ(done.work.faults.size(), 1U);

  test::noting_listener later;  // as it does when resumed, also where both remember it
  const profile_io::profile_data again = calibrate(request, *machine, stop, later, done.work).profile;
  EXPECT_THAT(tables_of(again), ElementsAre("dot f32"));
  EXPECT_EQ(again.left_out, done.profile.left_out);
  EXPECT_EQ(later.warnings, listener.warnings);
}

TEST(Calibrate, LeavesOutATableOfWhichNoShapeCouldBeMeasuredAndSaysWhy) {
  const auto [done, warnings] = calibrate_with(fault_kind::no_memory_once_verified, true);
  EXPECT_THAT(tables_of(done.profile), ElementsAre("dot f32"));
  ASSERT_EQ(done.profile.left_out.size(), 1U);
  EXPECT_THAT(
      done.profile.left_out[0].reason,
      testing::AllOf(HasSubstr("too few of its shapes were measured; dot f64 elements="), HasSubstr("std::bad_alloc")));
  EXPECT_THAT(warnings, HasSubstr("made_up_1t_warm dot f64 left out: too few of its shapes"));
  EXPECT_NO_THROW(profile_io::to_json(done.profile));
}

TEST(Calibrate, WritesTheReasonsOfLibrariesThatSpeakNoUtf8) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = test::made_up_request(machine);
  request.faults = {{.table = {"made_up_1t_warm", "dot", precision::f64}, .reason = "caf\xe9 closed"}};
  const calibration_result done = calibrate(request, *machine, stop, listener);
  EXPECT_EQ(done.profile.left_out.at(0).reason, "caf? closed");
  EXPECT_NO_THROW(profile_io::to_json(done.profile));
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
  const calibration_result begun = calibrate(test::made_up_request(machine), *machine, stopping.stop, stopping);
  EXPECT_TRUE(begun.interrupted);
  ASSERT_EQ(stopping.work.stages.size(), 1U);
  const std::size_t rounds = stopping.work.stages[0].rounds.size();

  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  const calibration_result done = calibrate(test::made_up_request(machine), *machine, stop, listener, stopping.work);
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
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = test::made_up_request(machine);
  request.launches = 2;
  const calibration_result first = calibrate(request, *machine, stop, listener);
  EXPECT_TRUE(first.to_be_continued);
  EXPECT_LE(first.work.stages.at(0).elapsed_s, 0.5 * request.time_budget_s + 1);
  request.launch = 1;
  checkpoint work = first.work;
  for (table_record& table : work.stages.at(0).tables) {
    for (shape_record& shape : table.shapes) {
      for (measure::timing& one : shape.measured.samples) one.wall_s *= 1.5;
    }
  }
  const calibration_result second = calibrate(request, *machine, stop, listener, std::move(work));
  EXPECT_FALSE(second.to_be_continued);
  ASSERT_EQ(second.profile.tables.size(), 2U);
  for (const auto& table : second.profile.tables) {
    EXPECT_NEAR(table.quality.between_launches, 0.5, 0.01);
    EXPECT_THAT(table.quality.flags, testing::Contains("launches_differ"));
  }
}

TEST(Calibrate, ThatIsStoppedInALaterStageHasTheTablesOfTheFirst) {
  struct stopping_listener final : test::noting_listener {
    void on_enter(const table_id& table, const std::string&, double) override {
      stop = table.setting == "made_up_1t_cold";
    }
    std::atomic<bool> stop{false};
  } listener;
  measure::environment small = test::known_machine();
  small.available_memory_bytes = std::size_t{64} << 20U;
  test::made_up_machine machine(small);
  request request = test::made_up_request(machine);
  request.caches = {cache_state::warm, cache_state::cold};
  request.launches = 2;  // and the next one is not to begin
  const calibration_result done = calibrate(request, *machine, listener.stop, listener);
  EXPECT_TRUE(done.interrupted);
  EXPECT_FALSE(done.to_be_continued);
  ASSERT_GE(done.profile.tables.size(), 2U);
  EXPECT_EQ(done.profile.tables[0].setting, "made_up_1t_warm");
  EXPECT_EQ(done.profile.tables[1].setting, "made_up_1t_warm");
}

TEST(Calibrate, RefusesTheCheckpointOfAnother) {
  test::made_up_machine machine;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  checkpoint work = calibrate(test::made_up_request(machine), *machine, stop, listener).work;
  request other = test::made_up_request(machine);
  other.wanted.seed = 2;
  EXPECT_THAT([&] { (void)calibrate(other, *machine, stop, listener, work); },
              testing::ThrowsMessage<usage_error>(HasSubstr("seed was '1', is '2'")));
}

}  // namespace
}  // namespace calib::calibration
