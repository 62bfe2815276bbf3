#include "kernels/external/engine_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_engine.hpp"
#include "kernels/external/engine_company.hpp"
#include "kernels/external/engine_error.hpp"

namespace calib::external {
namespace {

using testing::HasSubstr;

/// What a run of a small company with the fake engine of this mode ends with.
template <class Error>
std::string error_of_run(const std::string& mode, const std::string& request = "run") {
  try {
    engine_client engine(fake(mode, request), short_run());
    engine_company company(engine, {}, gemm_and_relu);
    company.run(2, 1);
  } catch (const Error& fault) {
    return fault.what();
  }
  return "no error";
}

TEST(EngineClient, KnowsWhatAnEngineSaysOfItself) {
  const engine_client engine(fake("good"));
  const engine_info& info = engine.info();
  EXPECT_EQ(info.name, "fake");
  EXPECT_EQ(info.version, "2.5");
  EXPECT_EQ(info.max_threads, 2);
  EXPECT_EQ(info.absorbs, (fusion_set{fusion::bias, fusion::relu}));
  EXPECT_TRUE(info.offers("gemm", precision::f32));
  EXPECT_FALSE(info.offers("gemm", precision::bf16));
  EXPECT_FALSE(info.offers("softmax", precision::f32));
}

TEST(EngineClient, RunsNetworksWithTheirNodes) {
  engine_client engine(fake("good"));
  const network_run found =
      engine.network({.network = "small.net", .threads = 1, .sizes = {{"batch", 1}}, .rounds = 3});
  ASSERT_EQ(found.nodes.size(), 2);
  EXPECT_EQ(found.nodes[0].name, "conv1");
  EXPECT_EQ(found.nodes[1].operation, "Relu");
  ASSERT_EQ(found.rounds.size(), 3);
  EXPECT_GT(found.rounds[2].total_s, found.rounds[2].latency_s[0]);
}

TEST(EngineClient, LivesOnAfterARefusal) {
  engine_client engine(fake("good"));
  EXPECT_THROW(engine.network({.network = "unknown"}), engine_refused);
  EXPECT_EQ(engine.network({.network = "small.net"}).rounds.size(), 1);
}

TEST(EngineClient, RefusesToAskForWhatCalibDoesNotMeasure) {
  engine_client engine(fake("good"));
  engine_client::company_id id;
  EXPECT_THROW(engine.prepare(1, 1, {{"gemmm", precision::f32, {1}}}, id), std::invalid_argument);
  EXPECT_THROW(engine.prepare(1, 1, {{"gemm", precision::f32, {1}}}, id), std::invalid_argument);
}

TEST(EngineClient, NamesACommandThatIsNotThere) {
  try {
    engine_client engine("/no/such/engine");
    FAIL();
  } catch (const engine_start_error& fault) {
    EXPECT_THAT(fault.what(), HasSubstr("`/no/such/engine` could not be run"));
  }
}

TEST(EngineClient, TellsWhyAnEngineDidNotStart) {
  const std::string text = error_of_run<engine_start_error>("exit", "start");
  EXPECT_THAT(text, HasSubstr("ended with status 3 before it answered"));
  EXPECT_THAT(text, HasSubstr("no library"));
}

TEST(EngineClient, WaitsForASlowEngine) { EXPECT_EQ(error_of_run<engine_error>("slow"), "no error"); }

TEST(EngineClient, SurvivesAFloodOnStderr) { EXPECT_EQ(error_of_run<engine_error>("stderr", "prepare"), "no error"); }

TEST(EngineClient, EndsAnEngineThatHangs) {
  const std::string text = error_of_run<engine_timeout>("hang");
  EXPECT_THAT(text, HasSubstr("request run: no whole answer within 1.0 s"));
  EXPECT_THAT(error_of_run<engine_timeout>("hang_with_child"), HasSubstr("within 1.0 s"));
  EXPECT_THAT(error_of_run<engine_timeout>("half_and_hang"), HasSubstr("within 1.0 s"));
}

TEST(EngineClient, TellsHowAnEngineCrashed) {
  const std::string text = error_of_run<engine_crashed>("crash");
  EXPECT_THAT(text, HasSubstr("request run: it was ended by signal 11"));
  EXPECT_THAT(text, HasSubstr("about to fail"));
  EXPECT_THAT(error_of_run<engine_crashed>("exit"), HasSubstr("ended with status 3"));
}

TEST(EngineClient, AsksNothingOfAnEngineThatIsGone) {
  engine_client engine(fake("crash", "network"));
  EXPECT_THROW(engine.network({.network = "small.net"}), engine_crashed);
  try {
    engine.network({.network = "small.net"});
    FAIL();
  } catch (const engine_crashed& fault) {
    EXPECT_THAT(fault.what(), HasSubstr("start it again"));
  }
  EXPECT_FALSE(engine.close());
}

TEST(EngineClient, TellsARefusalOfAWholeRequest) {
  EXPECT_THAT(error_of_run<engine_refused>("refuse"), HasSubstr("refuses run: not today"));
  EXPECT_THAT(error_of_run<engine_refused>("refuse", "prepare"), HasSubstr("refuses prepare: not today"));
}

/// A mode of the fake engine, where it shows, and what the message says.
struct lie {
  std::string mode, request, text;
};

class EngineClientOf : public testing::TestWithParam<lie> {};

TEST_P(EngineClientOf, IsNotBelieved) {
  const lie& one = GetParam();
  EXPECT_THAT(error_of_run<engine_protocol_error>(one.mode, one.request), HasSubstr(one.text));
}

INSTANTIATE_TEST_SUITE_P(
    ALyingEngine, EngineClientOf,
    testing::Values(
        lie{"garbage", "run", "no JSON object: ?[31mwarning:?[0m running"},
        lie{"garbage", "hello", "request hello: the answer is no JSON object"},
        lie{"half", "run", "ended in the middle of a line"}, lie{"endless", "run", "a line of more than"},
        lie{"chatty", "prepare", "before it was asked"}, lie{"no_ok", "run", "has no \"ok\""},
        lie{"refuse_silently", "run", "refuses without a reason"}, lie{"too_long", "run", "the rounds take 2000"},
        lie{"total_too_long", "run", "the rounds take 10000"},
        lie{"negative", "run", "/rounds/0/latency_s/0: a time is 0 s or more"},
        lie{"fewer", "run", "/rounds/0/latency_s: this must have 2 elements, found 1"},
        lie{"more_rounds", "run", "/rounds: this must have 2 elements, found 3"},
        lie{"text", "run", "/rounds/0/latency_s/0: this must be a number"}, lie{"unknown_field", "run", "surprise"},
        lie{"without_field", "run", "has no \"ok\""}, lie{"unknown_field", "prepare", "surprise"},
        lie{"wrong_name", "hello", "/name: settings are named"}, lie{"unknown_offer", "hello", "/operations/3"}),
    [](const auto& tried) { return tried.param.mode + "_" + tried.param.request; });

}  // namespace
}  // namespace calib::external
