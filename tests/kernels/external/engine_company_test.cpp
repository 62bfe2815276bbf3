#include "kernels/external/engine_company.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "fake_engine.hpp"
#include "kernels/external/engine_error.hpp"

namespace calib::external {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(EngineCompany, HasATimeOfEachWorkloadInEachRound) {
  engine_client engine(fake("good"));
  engine_company company(engine, {}, gemm_and_relu);
  const auto rounds = company.run(3, 7);
  ASSERT_EQ(rounds.size(), 3);
  for (const auto& round : rounds) {
    EXPECT_THAT(round, ElementsAre(DoubleNear(1.007e-6, 1e-12), DoubleNear(2.007e-6, 1e-12)));
  }
}

TEST(EngineCompany, KeepsThePlacesOfRefusedWorkloads) {
  engine_client engine(fake("good"));
  engine_company company(
      engine, {},
      {{"softmax", precision::f32, {4, 4}}, {"relu", precision::f32, {100}}, {"relu", precision::f32, {5000}}});
  EXPECT_EQ(company.size(), 3);
  EXPECT_EQ(company.accepted(), 1);
  EXPECT_EQ(company.bytes(), 400);
  EXPECT_THAT(company.refusals(), ElementsAre(HasSubstr("no softmax"), "", "out of memory"));
  const auto rounds = company.run(1, 0);
  EXPECT_TRUE(std::isnan(rounds[0][0]));
  EXPECT_NEAR(rounds[0][1], 1e-6, 1e-12);
  EXPECT_TRUE(std::isnan(rounds[0][2]));
  const auto checks = company.check();
  EXPECT_FALSE(checks[0]);
  EXPECT_TRUE(checks[1] && checks[1]->ok());
}

TEST(EngineCompany, ListsStepsThatNobodyAskedFor) {
  engine_client engine(fake("good"));
  engine_company company(engine, {}, gemm_and_relu);
  const auto rounds = company.run_in_full(1, 0);
  ASSERT_EQ(rounds[0].extra.size(), 1);
  EXPECT_EQ(rounds[0].extra[0].name, "reorder");
  EXPECT_NEAR(rounds[0].total_s, 3.5e-6, 1e-12);
}

TEST(EngineCompany, MayBeRefusedAsAWhole) {
  engine_client engine(fake("good"));
  EXPECT_THROW(engine_company(engine, {.threads = 64}, gemm_and_relu), engine_refused);
  EXPECT_EQ(engine_company(engine, {.threads = 2}, gemm_and_relu).accepted(), 2);
}

TEST(EngineCompany, SharesItsEngineWithOthers) {
  engine_client engine(fake("good"));
  engine_company both(engine, {}, gemm_and_relu), one(engine, {}, {gemm_and_relu[0]});
  EXPECT_EQ(one.run(1, 0)[0].size(), 1);
  EXPECT_EQ(both.run(1, 0)[0].size(), 2);
}

TEST(EngineCompany, TellsAWrongResult) {
  engine_client engine(fake("wrong_result", "check"));
  engine_company company(engine, {}, gemm_and_relu);
  const auto checks = company.check();
  EXPECT_FALSE(checks[0]->ok());
  EXPECT_TRUE(checks[1]->ok());
}

TEST(EngineCompany, IsReleasedQuietlyWhenItsEngineIsGone) {
  engine_client engine(fake("crash"));
  engine_company company(engine, {}, gemm_and_relu);
  EXPECT_THROW(company.run(1, 1), engine_crashed);
}

}  // namespace
}  // namespace calib::external
