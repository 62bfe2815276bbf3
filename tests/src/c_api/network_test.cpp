/// Networks in C: the numbers of C++ to the last bit.

#include <gtest/gtest.h>

#include <array>
#include <string>
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

}  // namespace
}  // namespace calib
