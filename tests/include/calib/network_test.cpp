#include "calib/network.hpp"

#include <gtest/gtest.h>

#include <boost/hana/size.hpp>

#include "tests/include/calib/run_time.hpp"
#include "tests/samples/compiled_profile.hpp"

namespace calib {
namespace {

using namespace std::chrono_literals;
using test::at_run_time;

using cpu = mapper<profiles::sample_box>;

constexpr op::gemm<f32> product{.m = 128, .n = 1000, .k = 64};
constexpr op::linear<f32> classifier{.m = 4, .n = 1000, .k = 2048};
constexpr op::copy<f64> move{.bytes = 32768};

constexpr auto net = make_network(repeat(3, product), move, classifier);

constexpr bool close(seconds a, seconds b) {
  const double difference = a > b ? (a - b).count() : (b - a).count();
  return difference <= 1e-12 * b.count();
}

static_assert(decltype(boost::hana::size(net))::value == 3);
static_assert(close(latency<cpu>(net), 3.0 * cpu::latency(product) + cpu::latency(move) + cpu::latency(classifier)));
static_assert(latency<cpu>(net) < 2ms);
static_assert(latency<cpu>(make_network()) == 0s);
static_assert(latency<cpu>(make_network(product)) == cpu::latency(product));
static_assert(breakdown<cpu>(net).size() == 3);
static_assert(breakdown<cpu>(net)[2].latency == cpu::latency(classifier));

TEST(Network, LatencyIsTheSumOverItsLayers) {
  const auto built = make_network(repeat(3, at_run_time(product)), at_run_time(move), at_run_time(classifier));
  const double expected = 3 * sample::gemm_seconds(128, 1000, 64) + 1e-6 + 300e-6;
  EXPECT_NEAR(latency<cpu>(built).count() / expected, 1.0, 1e-12);
}

TEST(Network, RepeatingALayerCostsThatManyTimesIt) {
  const std::size_t times = at_run_time<std::size_t>(7);
  EXPECT_TRUE(close(latency<cpu>(make_network(repeat(times, move))), 7.0 * cpu::latency(move)));
  EXPECT_EQ(latency<cpu>(make_network(repeat(0, move))), 0s);
}

TEST(Network, BreakdownGivesOneExecutionOfEachLayerInOrder) {
  const auto parts =
      breakdown<cpu>(make_network(repeat(3, at_run_time(product)), at_run_time(move), at_run_time(classifier)));
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].latency, cpu::latency(product));
  EXPECT_EQ(parts[1].latency.count(), 1e-6);
  EXPECT_EQ(parts[1].bound, bound::memory);
  EXPECT_EQ(parts[2].latency.count(), 300e-6);
  EXPECT_EQ(parts[2].source, source::measured);
}

TEST(Network, ANetworkOfNothingTakesNoTime) { EXPECT_EQ(latency<cpu>(make_network()), 0s); }

}  // namespace
}  // namespace calib
