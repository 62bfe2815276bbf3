#include "kernels/external/engine_backend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "fake_engine.hpp"
#include "kernels/external/engine_error.hpp"

namespace calib::external {
namespace {

using testing::HasSubstr;

std::shared_ptr<engine_connection> connected(const std::string& mode, const std::string& request = "run") {
  return std::make_shared<engine_connection>(fake(mode, request), short_run());
}

const kernels::kernel* named(const std::vector<std::unique_ptr<kernels::kernel>>& all, std::string_view name) {
  for (const auto& one : all) {
    if (one->operation() == name) return one.get();
  }
  return nullptr;
}

TEST(EngineBackend, OffersTheOperationsOfTheEngine) {
  const engine_backend backend(connected("good"));
  EXPECT_EQ(backend.info().name, "fake");
  EXPECT_EQ(backend.info().version, "2.5");
  EXPECT_TRUE(backend.times_itself());
  EXPECT_TRUE(backend.absorbs().has(fusion::relu));
  const auto kernels = backend.kernels();
  ASSERT_EQ(kernels.size(), 3U);
  const kernels::kernel* const gemm = named(kernels, "gemm");
  ASSERT_NE(gemm, nullptr);
  EXPECT_EQ(gemm->backend(), "fake");
  EXPECT_EQ(gemm->work(std::vector<std::size_t>{4, 5, 6}).arithmetic.value, 240);
  EXPECT_EQ(gemm->memory_bytes(std::vector<std::size_t>{4, 5, 6}), 4U * (4 * 5 + 4 * 6 + 5 * 6));
}

TEST(EngineBackend, ChecksResultsInTheEngine) {
  const engine_backend backend(connected("wrong_result", "check"));
  const auto kernels = backend.kernels();
  EXPECT_FALSE(named(kernels, "gemm")->prepare(std::vector<std::size_t>{4, 5, 6}, 1)->check().ok());
}

TEST(EngineBackend, ARefusedShapeSaysWhy) {
  const engine_backend backend(connected("good"));
  const auto kernels = backend.kernels();
  const auto prepare = [&] { return named(kernels, "relu")->prepare(std::vector<std::size_t>{5000}, 1); };
  EXPECT_THAT(prepare, testing::ThrowsMessage<std::invalid_argument>(HasSubstr("out of memory")));
}

TEST(EngineBackend, RunsCompaniesAndTellsWhoIsNotThere) {
  engine_backend backend(connected("good"));
  const auto kernels = backend.kernels();
  const kernels::kernel* const relu = named(kernels, "relu");
  const auto company = backend.make_company(std::vector<kernels::member>{{relu, {100}}, {relu, {5000}}}, 1);
  EXPECT_THAT(company->refusals(), testing::ElementsAre("", "out of memory"));
  const auto rounds = company->run(2, 0);
  ASSERT_EQ(rounds.size(), 2U);
  EXPECT_NEAR(rounds[0][0], 1e-6, 1e-12);
}

TEST(EngineBackend, ACrashedEngineIsStartedAgain) {
  engine_backend backend(connected("crash"));
  const auto kernels = backend.kernels();
  const std::vector<kernels::member> one{{named(kernels, "relu"), {100}}};
  const auto company = backend.make_company(one, 1);
  EXPECT_THROW(company->run(1, 0), engine_crashed);
  EXPECT_THAT(backend.make_company(one, 1)->refusals(), testing::ElementsAre(""));
}

TEST(EngineBackend, TakesNoMoreThreadsThanTheEngine) {
  engine_backend backend(connected("good"));
  EXPECT_THROW(backend.set_threads(3), std::invalid_argument);
  EXPECT_NO_THROW(backend.set_threads(2));
}

}  // namespace
}  // namespace calib::external
