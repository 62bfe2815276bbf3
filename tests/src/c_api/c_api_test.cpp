#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "c_api/configured_json.hpp"
#include "c_client.h"
#include "calib/calib.h"

// In place of the one in the library, so that the tests mean the same whatever that was configured with.
std::string_view calib::c_api::configured_json() noexcept { return {}; }

namespace calib {
namespace {

TEST(CInterface, AnswersAProgramInCByName) { EXPECT_EQ(c_client_asks_by_name(), 0) << "line of c_client.c"; }

TEST(CInterface, AnswersAProgramInCByTables) { EXPECT_EQ(c_client_asks_tables(), 0) << "line of c_client.c"; }

TEST(CInterface, SaysWhatThereIs) { EXPECT_EQ(c_client_looks_around(), 0) << "line of c_client.c"; }

TEST(CInterface, RefusesWithAStatusAndASentence) { EXPECT_EQ(c_client_is_refused(), 0) << "line of c_refusals.c"; }

TEST(CInterface, CatchesMistakesInArguments) { EXPECT_EQ(c_client_makes_mistakes(), 0) << "line of c_refusals.c"; }

TEST(CInterface, SaysThatNoProfileWasConfigured) { EXPECT_EQ(c_client_has_no_profile(), 0) << "line of c_refusals.c"; }

TEST(CInterface, PricesNetworksForAProgramInC) { EXPECT_EQ(c_client_prices_networks(), 0) << "line of c_networks.c"; }

TEST(CInterface, RefusesNetworksWithAStatusAndASentence) {
  EXPECT_EQ(c_client_is_refused_networks(), 0) << "line of c_networks.c";
}

TEST(CInterface, CatchesMistakesInArgumentsOfNetworks) {
  EXPECT_EQ(c_client_makes_mistakes_with_networks(), 0) << "line of c_networks.c";
}

TEST(CInterface, SaysThatNoProfileWasConfiguredForNetworks) {
  EXPECT_EQ(c_client_has_no_profile_for_networks(), 0) << "line of c_networks.c";
}

TEST(CInterface, KeepsTheLastErrorOfEachThread) {
  double seconds = 0;
  const std::size_t elements = 1;
  EXPECT_EQ(calib_latency(nullptr, "dot", "f32", &elements, 1, &seconds), CALIB_NO_PROFILE);
  const std::string mine = calib_last_error();
  EXPECT_NE(mine, "");
  std::thread([] { EXPECT_STREQ(calib_last_error(), ""); }).join();
  EXPECT_EQ(calib_last_error(), mine);
}

TEST(CInterface, GivesManyThreadsTheAnswersOfOne) {
  calib_profile* profile = nullptr;
  calib_table* table = nullptr;
  ASSERT_EQ(calib_parse(c_client_json, std::strlen(c_client_json), &profile), CALIB_OK);
  ASSERT_EQ(calib_table_open(profile, "gemv", CALIB_F32, nullptr, &table), CALIB_OK);
  std::vector<std::size_t> dims;
  for (std::size_t m = 1; m <= 40; ++m) {
    for (std::size_t k = 1; k <= 50; ++k) dims.insert(dims.end(), {m, k});
  }
  const std::size_t count = dims.size() / 2;
  std::vector<double> expected(count);
  ASSERT_EQ(calib_table_latencies(table, dims.data(), count, 2, expected.data()), CALIB_OK);

  std::array<std::vector<double>, 4> found;
  std::vector<std::thread> threads;
  for (std::vector<double>& own : found) {
    threads.emplace_back([&] {
      own.resize(count);
      for (std::size_t i = 0; i < count; ++i) {
        double other = 0;
        EXPECT_EQ(calib_table_latency(table, &dims[2 * i], 2, &own[i]), CALIB_OK);
        EXPECT_EQ(calib_latency(profile, "gemv", "f32", &dims[2 * i], 2, &other), CALIB_OK);
        EXPECT_EQ(own[i], other);
        EXPECT_EQ(calib_latency(profile, "gemm", "f32", &dims[2 * i], 2, &other), CALIB_WRONG_RANK);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<double>& own : found) EXPECT_EQ(own, expected);
  calib_table_free(table);
  calib_free(profile);
}

}  // namespace
}  // namespace calib
