#include "calib/network/price.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>

#include "tests/include/calib/run_time.hpp"
#include "tests/samples/compiled_profile.hpp"
#include "tests/samples/described_network.hpp"

namespace calib {
namespace {

using namespace std::chrono_literals;
using test::at_run_time;

/// sample_box has no tables of batch_norm, relu and add.
using cpu = mapper<profiles::sample_box, setting::sample_1t_warm, fallback::roofline>;

constexpr auto net = networks::sample_net(128);
constexpr op::gemm<f32> product{.m = 128, .n = 1000, .k = 64};
constexpr op::batch_norm<f32> norm{.batch = 128, .channels = 1000, .in_h = 1, .in_w = 1};
constexpr op::relu<f32> activation{.elements = 128000};
constexpr op::add<f32> sum{.elements = 128000};
constexpr op::copy<f64> move{.bytes = 32768};

constexpr seconds expected = 4.0 * cpu::latency(product) + cpu::latency(norm) + cpu::latency(activation) +
                             cpu::latency(sum) + cpu::latency(move);

static_assert(latency<cpu>(net) == expected);
static_assert(budget<cpu>(net, expected));
static_assert(latency<cpu>(networks::sample_net(1)) < latency<cpu>(net));
static_assert(breakdown<cpu>(net).size() == 6);
static_assert(decltype(boost::hana::length(net))::value == 6);  // without the reshape

TEST(Price, RunTimeSizesGiveTheSameBits) {
  EXPECT_EQ(latency<cpu>(networks::sample_net(at_run_time<std::size_t>(128))), expected);
}

TEST(Price, BreakdownNamesStepsAndAddsUp) {
  const auto steps = breakdown<cpu>(networks::sample_net(at_run_time<std::size_t>(128)));
  EXPECT_EQ(steps[0].name, "first");
  EXPECT_EQ(steps[3].name, "again");
  EXPECT_EQ(steps[3].operation, "gemm");
  EXPECT_EQ(steps[3].times, 3U);
  EXPECT_EQ(steps[3].once.latency, cpu::latency(product));
  EXPECT_EQ(steps[5].name, "move");
  double share = 0;
  for (const step_estimate& step : steps) share += step.share;
  EXPECT_NEAR(share, 1, 1e-12);
}

TEST(Price, ABudgetThatFailsGivesBothNumbersAndTheDearestLayers) {
  try {
    budget<cpu>(networks::sample_net(at_run_time<std::size_t>(128)), 1us);
    FAIL() << "the budget holds";
  } catch (const over_budget& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("sample_net takes"));
    EXPECT_THAT(e.what(), testing::HasSubstr("the budget is 1 us; the dearest layers: again"));
  }
}

TEST(Price, TotalsAreThoseOfAllLayers) {
  constexpr network_totals all = total(net);
  static_assert(all.parameters == 64000 + 2000 + 3 * 64000);
  EXPECT_EQ(all.arithmetic.value, 4 * product.work().arithmetic.value + norm.work().arithmetic.value +
                                      activation.work().arithmetic.value + sum.work().arithmetic.value);
}

TEST(Price, HanaWalksLayersOfTheirOwnTypes) {
  std::vector<std::string> names;
  double flops = 0;
  boost::hana::for_each(net, [&](const auto& layer) {
    names.emplace_back(layer.name);
    flops += static_cast<double>(layer.times) * layer.operation.work().arithmetic.value;
  });
  EXPECT_EQ(names, (std::vector<std::string>{"first", "scale", "act", "again", "sum", "move"}));
  EXPECT_EQ(flops, total(net).arithmetic.value);
}

TEST(Price, StepsOfASettingThatAbsorbs) {
  using description = networks::described::sample_net;
  constexpr fusion_set absorbs{fusion::batch_norm, fusion::relu, fusion::add};
  static_assert(detail::step_count<description, absorbs> == 4);
  constexpr auto steps = detail::network_steps<description, absorbs>;
  EXPECT_EQ(steps[0].layers, 3U);  // first, scale, act
  EXPECT_EQ(steps[1].layers, 1U);  // again: done three times, so the sum is not its tail
  EXPECT_EQ(steps[2].layer, 4U);
  EXPECT_EQ((detail::work_counts<description, absorbs>[0]), 4U);
}

}  // namespace
}  // namespace calib
