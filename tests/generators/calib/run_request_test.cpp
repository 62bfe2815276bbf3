#include "run_request.hpp"

#include <gmock/gmock.h>

#include "usage_error.hpp"

namespace calib::tool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

const usable_cores cores{.all = 8, .most = 8, .limits = "this process may use 8 cores"};

void refused(const run_options& options, const char* message) {
  EXPECT_THAT([&] { static_cast<void>(request_from(options, cores)); }, ThrowsMessage<usage_error>(HasSubstr(message)));
}

TEST(RunRequest, WithoutOptionsIsQuickOnOneThreadInSinglePrecision) {
  const calibration::request request = request_from({}, cores);
  EXPECT_EQ(request.wanted.effort, plan::effort::quick);
  EXPECT_THAT(request.wanted.precisions, ElementsAre(precision::f32));
  EXPECT_THAT(request.wanted.operations, ElementsAre("*"));
  EXPECT_THAT(request.threads, ElementsAre(1U));
  EXPECT_THAT(request.caches, ElementsAre(cache_state::warm));
  EXPECT_EQ(request.launches, 1U);
  EXPECT_EQ(request.launch, 0U);
  EXPECT_EQ(request.id, "host");
  EXPECT_EQ(request.name, "");
}

TEST(RunRequest, InFullIsOfAllPrecisionsInTwoLaunches) {
  run_options options;
  options.full = true;
  options.launch = 2;
  const calibration::request request = request_from(options, cores);
  EXPECT_EQ(request.wanted.effort, plan::effort::full);
  EXPECT_THAT(request.wanted.precisions, IsEmpty());
  EXPECT_EQ(request.launches, 2U);
  EXPECT_EQ(request.launch, 1U);
}

TEST(RunRequest, InFullTakesAsLongForEachPrecisionThreadCountAndStateOfTheCaches) {
  run_options options;
  options.full = true;
  options.tables.precisions = {"f32"};
  options.caches = {"warm"};
  const double once = request_from(options, cores).time_budget_s;
  options.tables.precisions = {"f32,f64"};
  options.threads = {"1,2,4"};
  options.caches = {"warm", "cold"};
  EXPECT_EQ(request_from(options, cores).time_budget_s, 12 * once);
  options.time_budget_s = 7;
  EXPECT_EQ(request_from(options, cores).time_budget_s, 7);
}

TEST(RunRequest, InFullMeasuresInCompanyBesideWarm) {
  run_options options;
  options.full = true;
  const calibration::request request = request_from(options, cores);
  EXPECT_THAT(request.caches, ElementsAre(cache_state::warm, cache_state::network));
  EXPECT_THAT(request.conditions(1),
              ElementsAre(calibration::condition{.threads = 1},
                          calibration::condition{.cache = cache_state::network, .company_bytes = 16U << 20U},
                          calibration::condition{.cache = cache_state::network, .company_bytes = 64U << 20U},
                          calibration::condition{.cache = cache_state::network, .company_bytes = 256U << 20U}));
  EXPECT_EQ(request.budget_s(request.conditions(1)[0]), 3 * request.budget_s(request.conditions(1)[1]));
}

TEST(RunRequest, CompaniesAreOfNetworksAndInOrder) {
  run_options options;
  options.companies = {"64,8"};
  refused(options, "it needs --cache network");
  options.caches = {"network"};
  EXPECT_THAT(request_from(options, cores).companies, ElementsAre(8U << 20U, 64U << 20U));
  options.companies = {"0"};
  refused(options, "--company takes sizes in MiB");
}

TEST(RunRequest, NamesEachThreadCountAndStateOnce) {
  run_options options;
  options.threads = {"1,all", "8,2"};
  options.caches = {"cold,warm,cold"};
  const calibration::request request = request_from(options, cores);
  EXPECT_THAT(request.threads, ElementsAre(1U, 8U, 2U));
  EXPECT_THAT(request.caches, ElementsAre(cache_state::cold, cache_state::warm));
}

TEST(RunRequest, MeansByAllWhatTheProcessMayUse) {
  run_options options;
  options.threads = {"all"};
  const usable_cores limited{.all = 1, .most = 2, .limits = "this process may use 2 cores"};
  EXPECT_THAT(request_from(options, limited).threads, ElementsAre(1U));
  options.threads = {"2"};  // more than the quota grants at once, but each on a core of its own
  EXPECT_THAT(request_from(options, limited).threads, ElementsAre(2U));
}

TEST(RunRequest, TakesTheFormsOfALoweredOperation) {
  run_options options;
  options.tables.operations = {"gemm*,max_pool"};
  EXPECT_THAT(request_from(options, cores).wanted.operations, ElementsAre("gemm*", "max_pool_square"));
}

TEST(RunRequest, TakesPeaksFromThePresetAndWhatIsGivenBesideIt) {
  run_options options;
  options.preset = "ampere-altra";
  const calibration::request preset = request_from(options, cores);
  EXPECT_GT(preset.datasheet.bandwidth_bytes_per_s, 0);
  EXPECT_THAT(preset.name, HasSubstr("Altra"));
  options.peak_gflops = 100;
  options.peak_bandwidth = 20;
  options.name = "mine";
  const calibration::request given = request_from(options, cores);
  EXPECT_EQ(given.datasheet.arithmetic(precision::f32), flops_per_second{1e11});
  EXPECT_EQ(given.datasheet.bandwidth_bytes_per_s, 2e10);
  EXPECT_EQ(given.datasheet_source, "given on the command line (f32)");
  EXPECT_EQ(given.name, "mine");
}

TEST(RunRequest, IsNamedAfterItsFileUnlessAnIdIsGiven) {
  run_options options;
  options.output = "some/where/box.json";
  EXPECT_EQ(request_from(options, cores).id, "box");
  options.id = "other";
  EXPECT_EQ(request_from(options, cores).id, "other");
}

TEST(RunRequest, RefusesWhatContradictsOrDoesNotExist) {
  run_options both;
  both.quick = both.full = true;
  refused(both, "exclude each other");
  run_options threads;
  threads.threads = {"0"};
  refused(threads, "--threads takes positive numbers or 'all', not '0'");
  threads.threads = {"2x"};
  refused(threads, "not '2x'");
  threads.threads = {"9"};
  refused(threads, "--threads 9: this process may use 8 cores; ");
  run_options cache;
  cache.caches = {"warm,hot"};
  refused(cache, "--cache takes warm, cold, network, or several of them, not 'hot'");
  run_options precision;
  precision.tables.precisions = {"f31"};
  refused(precision, "known precisions");
  run_options preset;
  preset.preset = "pdp-11";
  refused(preset, "known presets");
  run_options output;
  output.output = "9.json";
  refused(output, "'9' cannot name a profile");
}

}  // namespace
}  // namespace calib::tool
