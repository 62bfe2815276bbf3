/// Networks in C: the numbers of C++ to the last bit.

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "c_client.h"
#include "calib/calib.h"
#include "calib/loaded_network.hpp"
#include "calib/loaded_profile.hpp"

namespace calib {
namespace {

/// The same network and profile in both interfaces; the setting takes up batch norms, relus and sums.
class CNetwork : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(calib_load(CALIB_TEST_LOWERED_BOX, &strict), CALIB_OK);
    const calib_fallback roofline{CALIB_FALL_BACK_ON_ROOFLINE, nullptr, CALIB_F64, nullptr, 0};
    ASSERT_EQ(calib_with_fallbacks(strict, &roofline, 1, &profile), CALIB_OK);
    ASSERT_EQ(calib_network_load(CALIB_TEST_SMALL_NET, &net), CALIB_OK) << calib_last_error();
    ASSERT_EQ(calib_price_network(profile, net, &priced), CALIB_OK) << calib_last_error();
  }
  void TearDown() override {
    calib_priced_network_free(priced);
    calib_network_free(net);
    calib_free(profile);
    calib_free(strict);
  }

  calib_profile* strict = nullptr;
  calib_profile* profile = nullptr;
  calib_network* net = nullptr;
  calib_priced_network* priced = nullptr;
  const loaded_profile in_cpp = load_profile(CALIB_TEST_LOWERED_BOX);
  const network net_in_cpp = load_network(CALIB_TEST_SMALL_NET);
  const fallback_list fallbacks{fallback_step::roofline()};
};

TEST_F(CNetwork, EqualsCppToTheLastBit) {
  for (const std::size_t batch : {1U, 3U, 8U, 200U}) {
    const network_estimate e = price(in_cpp, net_in_cpp, {.batch = batch}, {}, fallbacks);
    double seconds = 0;
    ASSERT_EQ(calib_network_latency(priced, &batch, 1, &seconds), CALIB_OK);
    EXPECT_EQ(seconds, e.latency.count());
    std::vector<calib_network_step> steps(e.steps.size());
    std::size_t count = 0;
    ASSERT_EQ(calib_network_breakdown(profile, net, &batch, 1, steps.data(), steps.size(), &count), CALIB_OK);
    ASSERT_EQ(count, e.steps.size());
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(steps[i].layer, e.steps[i].name);
      EXPECT_EQ(steps[i].operation, e.steps[i].operation);
      EXPECT_EQ(steps[i].layers, e.steps[i].layers);
      EXPECT_EQ(steps[i].times, e.steps[i].times);
      EXPECT_EQ(steps[i].latency_s, e.steps[i].latency.count());
      EXPECT_EQ(steps[i].share, e.steps[i].share);
      EXPECT_EQ(steps[i].once.latency_s, e.steps[i].once.latency.count());
      EXPECT_EQ(steps[i].once.efficiency, e.steps[i].once.efficiency);
      EXPECT_EQ(steps[i].once.source, static_cast<calib_source>(e.steps[i].once.source));
      EXPECT_EQ(steps[i].once.step, e.steps[i].once.step);
    }
  }
}

TEST_F(CNetwork, WithoutFallbacksNamesTheLayerWithoutATable) {
  calib_priced_network* refused = nullptr;
  EXPECT_EQ(calib_price_network(strict, net, &refused), CALIB_NO_TABLE);
  EXPECT_NE(std::string{calib_last_error()}.find("layer "), std::string::npos);
  EXPECT_EQ(refused, nullptr);
}

TEST_F(CNetwork, GivesManyThreadsTheAnswersOfOne) {
  std::vector<std::size_t> batches(500);
  for (std::size_t i = 0; i < batches.size(); ++i) batches[i] = i + 1;
  std::vector<double> expected(batches.size());
  ASSERT_EQ(calib_network_latencies(priced, batches.data(), batches.size(), 1, expected.data()), CALIB_OK);
  std::array<std::vector<double>, 4> found;
  std::vector<std::thread> threads;
  for (std::vector<double>& own : found) {
    threads.emplace_back([&] {
      own.resize(batches.size());
      EXPECT_EQ(calib_network_latencies(priced, batches.data(), batches.size(), 1, own.data()), CALIB_OK);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<double>& own : found) EXPECT_EQ(own, expected);
}

/// A profile that was measured in companies of three sizes.
class CCompany : public testing::Test {
 protected:
  void SetUp() override {
    calib_profile* strict = nullptr;
    ASSERT_EQ(calib_load(CALIB_TEST_COMPANY_BOX, &strict), CALIB_OK);
    const calib_fallback roofline{CALIB_FALL_BACK_ON_ROOFLINE, nullptr, CALIB_F64, nullptr, 0};
    const calib_status status = calib_with_fallbacks(strict, &roofline, 1, &loaded);
    calib_free(strict);
    ASSERT_EQ(status, CALIB_OK);
    ASSERT_EQ(calib_network_load(CALIB_TEST_SMALL_NET, &net), CALIB_OK) << calib_last_error();
  }
  void TearDown() override {
    calib_network_free(net);
    calib_free(companies);
    calib_free(loaded);
  }

  void expect_seconds_of_cpp(const calib_profile* handle, std::string_view setting) {
    calib_priced_network* priced = nullptr;
    ASSERT_EQ(calib_price_network(handle, net, &priced), CALIB_OK) << calib_last_error();
    double seconds = 0;
    EXPECT_EQ(calib_network_latency(priced, nullptr, 0, &seconds), CALIB_OK);
    calib_priced_network_free(priced);
    const network_estimate e = price(in_cpp, net_in_cpp, {}, setting, {fallback_step::roofline()});
    EXPECT_EQ(seconds, e.latency.count());
    std::vector<calib_network_step> steps(e.steps.size());
    std::size_t count = 0;
    ASSERT_EQ(calib_network_breakdown(handle, net, nullptr, 0, steps.data(), steps.size(), &count), CALIB_OK);
    ASSERT_EQ(count, e.steps.size());
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(steps[i].latency_s, e.steps[i].latency.count());
  }

  calib_profile* loaded = nullptr;
  calib_profile* companies = nullptr;
  calib_network* net = nullptr;
  const loaded_profile in_cpp = load_profile(CALIB_TEST_COMPANY_BOX);
  const network net_in_cpp = load_network(CALIB_TEST_SMALL_NET);
};

TEST_F(CCompany, PricesNetworksInCompanyUnlessASettingIsNamed) {
  const auto seconds_in = [&](std::string_view setting) {
    return price(in_cpp, net_in_cpp, {}, setting, {fallback_step::roofline()}).latency;
  };
  ASSERT_NE(seconds_in(""), seconds_in("own_1t_warm"));
  expect_seconds_of_cpp(loaded, "");
  ASSERT_EQ(calib_in_setting(loaded, "own_1t_warm", &companies), CALIB_OK);
  expect_seconds_of_cpp(companies, "own_1t_warm");
}

TEST_F(CCompany, TakesTheCommonIdOfCompanies) {
  ASSERT_EQ(calib_in_setting(loaded, "own_1t_network", &companies), CALIB_OK) << calib_last_error();
  expect_seconds_of_cpp(companies, "own_1t_network");
  calib_profile_info info{};
  ASSERT_EQ(calib_describe_profile(companies, &info), CALIB_OK);
  EXPECT_STREQ(info.setting, "own_1t_network");
  calib_profile* kept = nullptr;  // new fallbacks leave the setting as it is
  ASSERT_EQ(calib_with_fallbacks(companies, nullptr, 0, &kept), CALIB_OK);
  ASSERT_EQ(calib_describe_profile(kept, &info), CALIB_OK);
  EXPECT_STREQ(info.setting, "own_1t_network");
  calib_free(kept);
}

TEST_F(CCompany, AnswersNoOperationInSeveralCompanies) {
  ASSERT_EQ(calib_in_setting(loaded, "own_1t_network", &companies), CALIB_OK);
  const std::array<std::size_t, 3> dims{64, 64, 64};
  double seconds = -1;
  EXPECT_EQ(calib_latency(companies, "gemm", "f32", dims.data(), 3, &seconds), CALIB_UNKNOWN_SETTING);
  EXPECT_STREQ(calib_last_error(),
               "own_1t_network is several settings, in which only networks are priced; ask operations in one of "
               "own_1t_network_1mb, own_1t_network_16mb, own_1t_network_256mb");
  calib_table* table = nullptr;
  EXPECT_EQ(calib_table_open(companies, "gemm", CALIB_F32, nullptr, &table), CALIB_UNKNOWN_SETTING);
  EXPECT_EQ(table, nullptr);
  EXPECT_EQ(seconds, -1);
  const calib_fallback other{CALIB_FALL_BACK_ON_PROFILE, nullptr, CALIB_F64, companies, 0};
  calib_profile* refused = nullptr;
  EXPECT_EQ(calib_with_fallbacks(loaded, &other, 1, &refused), CALIB_UNKNOWN_SETTING);
  EXPECT_EQ(refused, nullptr);
  EXPECT_EQ(calib_table_open(companies, "gemm", CALIB_F32, "own_1t_network_1mb", &table), CALIB_OK);
  calib_table_free(table);
}

}  // namespace
}  // namespace calib
