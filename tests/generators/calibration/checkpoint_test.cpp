#include "calibration/checkpoint.hpp"

#include <gmock/gmock.h>

#include "calib/profile_error.hpp"
#include "calibration/checkpoint_file.hpp"
#include "kernels/backends.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

measure::timing taken(std::size_t round, double wall_s) {
  return {.round = round, .wall_s = wall_s, .clock_hz = 3.1e9};
}

checkpoint sample_work() {
  measure::timing counted = taken(1, 1.0 / 3);
  counted.counted_cycles = 1e9 / 7;
  counted.reason = measure::rejection::steal;
  counted.launch = 1;
  const shape_record measured{.dims = {16, 4097},
                              .measured = {.batch = {.calls = 12, .seconds_per_call = 1e-7, .own_minor_faults = 3},
                                           .samples = {taken(0, 0.1), counted},
                                           .failure = ""}};
  const shape_record failed{.dims = {1, 1}, .measured = {.batch = {}, .samples = {}, .failure = "caf\xe9 \"closed\""}};
  const measure::canary_reading reading{.clock_hz = 3e9, .fma_s = 1e-5, .cache_s = 2e-5, .dram_s = 3e-4};
  return {.identity = {{"cpu", "one"}, {"seed", "1"}},
          .faults = {{.table = {"s", "dot", precision::f64}, .reason = "hung"}},
          .stages = {{.condition = {.threads = 2, .cache = cache_state::cold, .backend = "openblas"},
                      .limits = {.memory_bytes = 1U << 30U, .flops = 1.5e11},
                      .elapsed_s = 12.25,
                      .throttled = {.periods = 3, .seconds = 0.125},
                      .rounds = {{.start = reading, .end = reading, .seconds = 0.5, .samples = 2, .rejected = 1}},
                      .tables = {{.id = {"s", "gemv", precision::f32}, .shapes = {measured, failed}}}}}};
}

TEST(Checkpoint, SurvivesTheFile) {
  const checkpoint work = sample_work();
  const checkpoint read = parse_checkpoint(to_json(work), "x");
  EXPECT_EQ(to_json(read), to_json(work));
  EXPECT_EQ(read.identity, work.identity);
  const stage& begun = read.stages.at(0);
  EXPECT_EQ(begun.condition, (condition{.threads = 2, .cache = cache_state::cold, .backend = "openblas"}));
  EXPECT_EQ(begun.limits.memory_bytes, 1U << 30U);
  EXPECT_EQ(begun.throttled, (measure::group_throttling{.periods = 3, .seconds = 0.125}));
  EXPECT_EQ(begun.rounds.at(0).rejected, 1U);
  EXPECT_EQ(begun.rounds[0].end.dram_s, 3e-4);
  const measure::series_state& series = begun.tables.at(0).shapes.at(0).measured;
  EXPECT_EQ(series.batch.calls, 12U);
  EXPECT_FALSE(series.samples.at(0).counted_cycles.has_value());
  EXPECT_EQ(series.samples.at(1).counted_cycles, 1e9 / 7);  // to the last bit
  EXPECT_EQ(series.samples[1].wall_s, 1.0 / 3);
  EXPECT_EQ(series.samples[1].launch, 1U);
  EXPECT_EQ(series.samples[1].reason, measure::rejection::steal);
  EXPECT_EQ(begun.tables[0].shapes.at(1).measured.failure, "caf\uFFFD \"closed\"");  // JSON takes no Latin-1
}

TEST(Checkpoint, AnotherFormatIsRefusedWithItsPlaceAndARemedy) {
  const auto read = [](std::string json) { return [json] { (void)parse_checkpoint(json, "file"); }; };
  EXPECT_THAT(read("{"), ThrowsMessage<profile_error>(HasSubstr("start anew without --resume")));
  std::string other = to_json(sample_work());
  other.replace(other.find("\"checkpoint\": 3"), 15, "\"checkpoint\": 1");
  EXPECT_THAT(read(other), ThrowsMessage<profile_error>(HasSubstr("another version of calib")));
  // Whatever keys that version had.
  EXPECT_THAT(read(R"({"checkpoint": 2, "circumstances": {}})"),
              ThrowsMessage<profile_error>(HasSubstr("another version of calib")));
  std::string torn = to_json(sample_work());
  torn.replace(torn.find("\"wall_s\": [0.1, "), 16, "\"wall_s\": [");
  EXPECT_THAT(read(torn), ThrowsMessage<profile_error>(HasSubstr("/stages/0/tables/0/shapes/0/wall_s")));
}

class Jobs : public testing::Test {
 protected:
  std::unique_ptr<kernels::backend> backend = kernels::make_own_naive();
  std::vector<std::unique_ptr<kernels::kernel>> kernels = backend->kernels();
  std::vector<job> jobs;

  void SetUp() override {
    for (const auto& kernel : kernels) {
      job one;
      one.kernel = kernel.get();
      one.setting = "s";
      one.shapes = {{1, 2, 3}, {4, 5, 6}};
      jobs.push_back(std::move(one));
    }
    ASSERT_GE(jobs.size(), 2U);
  }

  // As if every shape of these jobs had been sampled once, each with another time.
  static stage measured(const std::vector<job>& jobs) {
    std::vector<measure::series> all;
    for (std::size_t i = 0; i < 2 * jobs.size(); ++i) {
      measure::series_state state;
      state.samples = {taken(0, static_cast<double>(i + 1))};
      all.emplace_back("label", state);
    }
    stage done;
    record(done, jobs, {.all = all, .rounds = {}, .elapsed_s = 2.5});
    return done;
  }
};

TEST_F(Jobs, FindTheirSamplesAgain) {
  const stage done = measured(jobs);
  EXPECT_EQ(done.elapsed_s, 2.5);
  std::vector<job> later{jobs[1]};
  const measure::run_state state = state_for(done, later);
  ASSERT_EQ(state.series.size(), 2U);
  EXPECT_EQ(state.series[0].samples.at(0).wall_s, 3.0);
  EXPECT_EQ(state.series[1].samples.at(0).wall_s, 4.0);
}

TEST_F(Jobs, ThatWereNotBegunBeginEmpty) {
  const stage done = measured({jobs[1]});
  const measure::run_state state = state_for(done, {jobs[0], jobs[1]});
  ASSERT_EQ(state.series.size(), 4U);
  EXPECT_TRUE(state.series[1].samples.empty());
  EXPECT_EQ(state.series[2].samples.at(0).wall_s, 1.0);
}

TEST_F(Jobs, OfAnotherPlanAreRefused) {
  const stage done = measured(jobs);
  jobs[1].shapes[1][2] = 7;
  EXPECT_THAT([&] { (void)state_for(done, jobs); },
              ThrowsMessage<usage_error>(HasSubstr("was planned with other shapes")));
}

}  // namespace
}  // namespace calib::calibration
