/// NULL means the profile that was configured into the library.

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "c_api/configured_json.hpp"
#include "c_client.h"
#include "calib/calib.h"

// A library configured with this profile would have this function.
std::string_view calib::c_api::configured_json() noexcept { return c_client_json; }

namespace calib {
namespace {

constexpr std::array<std::size_t, 2> shape{5, 40};

// First of the tests here, in a process of its own: no thread finds the profile read.
TEST(ConfiguredProfile, IsReadOnceByWhicheverThreadAsksFirst) {
  std::array<double, 8> seconds{};
  std::array<const char*, 8> ids{};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    threads.emplace_back([&, i] {
      EXPECT_EQ(calib_latency(nullptr, "gemv", "f32", shape.data(), shape.size(), &seconds[i]), CALIB_OK);
      calib_profile_info info{};
      EXPECT_EQ(calib_describe_profile(nullptr, &info), CALIB_OK);
      ids[i] = info.id;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    EXPECT_GT(seconds[i], 0);
    EXPECT_EQ(seconds[i], seconds[0]);
    EXPECT_EQ(ids[i], ids[0]) << "one profile, one text";
  }
}

TEST(ConfiguredProfile, AnswersAsTheSameProfileLoaded) {
  calib_profile* loaded = nullptr;
  ASSERT_EQ(calib_parse(c_client_json, std::string_view{c_client_json}.size(), &loaded), CALIB_OK);
  calib_table* tables[2] = {};
  ASSERT_EQ(calib_table_open(loaded, "gemv", CALIB_F32, nullptr, &tables[0]), CALIB_OK);
  ASSERT_EQ(calib_table_open(nullptr, "gemv", CALIB_F32, nullptr, &tables[1]), CALIB_OK);
  double seconds[2] = {};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(calib_table_latency(tables[i], shape.data(), shape.size(), &seconds[i]), CALIB_OK);
    calib_table_free(tables[i]);
  }
  EXPECT_GT(seconds[0], 0);
  EXPECT_EQ(seconds[0], seconds[1]);
  calib_estimate_result result{};
  EXPECT_EQ(calib_estimate(nullptr, "gemv", "f32", shape.data(), shape.size(), &result), CALIB_OK);
  EXPECT_EQ(result.latency_s, seconds[0]);
  calib_free(loaded);
}

TEST(ConfiguredProfile, HasSettingsAndTablesAsAnyOther) {
  calib_profile* cold = nullptr;
  ASSERT_EQ(calib_in_setting(nullptr, "own_2t_cold", &cold), CALIB_OK);
  double seconds = 0;
  EXPECT_EQ(calib_latency(cold, "dispatch", "f64", nullptr, 0, &seconds), CALIB_OK);
  EXPECT_DOUBLE_EQ(seconds, 2e-7);
  calib_free(cold);
  calib_profile_info info{};
  ASSERT_EQ(calib_describe_profile(nullptr, &info), CALIB_OK);
  EXPECT_STREQ(info.id, "c_box");
  EXPECT_EQ(info.table_count, 4u);
  calib_table_info table{};
  ASSERT_EQ(calib_describe_table(nullptr, 0, &table), CALIB_OK);
  EXPECT_STREQ(table.operation, "gemv");
  EXPECT_EQ(calib_latency(nullptr, "gemm", "f32", shape.data(), shape.size(), &seconds), CALIB_WRONG_RANK);
}

TEST(ConfiguredProfile, PricesNetworks) {
  calib_network* network = nullptr;
  ASSERT_EQ(calib_network_parse(c_client_network_json, std::string_view{c_client_network_json}.size(), &network),
            CALIB_OK);
  calib_priced_network* priced = nullptr;
  ASSERT_EQ(calib_price_network(nullptr, network, &priced), CALIB_OK) << calib_last_error();
  double seconds = 0;
  EXPECT_EQ(calib_network_latency(priced, nullptr, 0, &seconds), CALIB_OK);
  std::array<calib_network_step, 2> steps{};
  std::size_t count = 0;
  EXPECT_EQ(calib_network_breakdown(nullptr, network, nullptr, 0, steps.data(), steps.size(), &count), CALIB_OK);
  ASSERT_EQ(count, steps.size());
  EXPECT_DOUBLE_EQ(seconds, steps[0].latency_s + steps[1].latency_s);
  calib_priced_network_free(priced);
  calib_network_free(network);
}

}  // namespace
}  // namespace calib
