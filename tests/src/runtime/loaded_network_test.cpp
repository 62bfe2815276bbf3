/// The run-time network against the described one, and what it says where it cannot answer.

#include "calib/loaded_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/hana/length.hpp>
#include <string>
#include <vector>

#include "calib/network/price.hpp"
#include "calib/networks/small_net.hpp"
#include "calib/profiles/lowered_box.hpp"

namespace calib {
namespace {

using testing::HasSubstr;

using box = mapper<profiles::lowered_box, profiles::lowered_box::default_setting, fallback::roofline>;

network small() { return load_network(CALIB_TEST_SMALL_NET); }
loaded_profile lowered_box() { return load_profile(CALIB_TEST_LOWERED_BOX); }
const fallback_list roofline{fallback_step::roofline()};

TEST(LoadedNetwork, KnowsItsSymbolsAndLayers) {
  const network net = small();
  EXPECT_EQ(net.id(), "small_net");
  EXPECT_EQ(net.layer_count(), 8U);
  EXPECT_THAT(net.symbols(), testing::ElementsAre("batch"));
  EXPECT_EQ(net.values()[0], 1U);
  EXPECT_EQ(net.values({.batch = 8})[0], 8U);
  EXPECT_THROW((void)net.values({.batch = 0}), network_size_error);
  EXPECT_THROW((void)net.values({.others = {{"batch", 0}}}), network_size_error);
}

TEST(LoadedNetwork, EqualsTheDescribedOneToTheLastBit) {
  const network net = small();
  const loaded_profile profile = lowered_box();
  const priced_network ready(profile, net, {}, roofline);
  for (const std::size_t batch : {1U, 3U, 8U, 200U}) {
    const auto described = networks::small_net(batch);
    const network_estimate e = price(profile, net, {.batch = batch}, {}, roofline);
    EXPECT_EQ(e.latency, latency<box>(described)) << batch;
    EXPECT_EQ(ready.latency({.batch = batch}), latency<box>(described)) << batch;
    const auto steps = breakdown<box>(described);
    ASSERT_EQ(e.steps.size(), steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      EXPECT_EQ(e.steps[i].name, steps[i].name);
      EXPECT_EQ(e.steps[i].operation, steps[i].operation);
      EXPECT_EQ(e.steps[i].layers, steps[i].layers);
      EXPECT_EQ(e.steps[i].latency, steps[i].latency);
      EXPECT_EQ(e.steps[i].once, steps[i].once);
    }
    EXPECT_EQ(e.total.arithmetic, total(described).arithmetic);
    EXPECT_EQ(e.total.parameters, total(described).parameters);
  }
}

TEST(LoadedNetwork, ManyBatchesAtOnceEqualSingleOnes) {
  const network net = small();
  const priced_network ready(lowered_box(), net, {}, roofline);
  const std::vector<std::size_t> batches{1, 2, 5, 64};
  std::vector<seconds> out(batches.size());
  ready.latencies("batch", batches, out);
  for (std::size_t i = 0; i < batches.size(); ++i) EXPECT_EQ(out[i], ready.latency({.batch = batches[i]}));
  EXPECT_THROW(ready.latencies("seq_len", batches, out), network_size_error);
  out.pop_back();
  EXPECT_THROW(ready.latencies("batch", batches, out), shape_count_error);
}

TEST(LoadedNetwork, AnUnknownSymbolIsNamedWithThoseThereAre) {
  try {
    static_cast<void>(small().values({.seq_len = 128}));
    FAIL();
  } catch (const network_size_error& e) {
    EXPECT_STREQ(e.what(), "network small_net has no symbol seq_len; it has batch");
  }
}

TEST(LoadedNetwork, ALayerWithoutATableIsNamed) {
  try {
    static_cast<void>(price(lowered_box(), small()));
    FAIL();
  } catch (const no_table_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("layer "));
    EXPECT_THAT(e.what(), HasSubstr("has no table"));
  }
}

TEST(LoadedNetwork, AnotherPrecisionIsThatOfAllLayers) {
  const network_estimate f32_estimate = price(lowered_box(), small(), {}, {}, roofline);
  EXPECT_DOUBLE_EQ(small().in(precision::f64).total().traffic.value, 2 * f32_estimate.total.traffic.value);
}

/// A copy and an operation of stated cost, of 1001 elements in a precision.
network moves(const std::string& precision, std::size_t bytes) {
  const std::string moved = std::to_string(bytes);
  return parse_network(R"({"schema": 1, "id": "moves", "name": "Moves", "precision": ")" + precision +
                       R"(", "inputs": [{"name": "x", "elements": 1001}], "layers": [
      {"name": "copied", "operation": "copy", "sizes": {"bytes": )" +
                       moved +
                       R"(}, "inputs": ["x"], "output": 1001},
      {"name": "joined", "operation": "concat", "sizes": {"bytes": )" +
                       moved +
                       R"(}, "inputs": ["copied", "copied"], "output": 1001},
      {"name": "scanned", "operation": "custom", "sizes": {"flops": 7, "bytes": )" +
                       moved +
                       R"(}, "inputs": ["joined"], "output": 1001},
      {"name": "head", "operation": "linear", "sizes": {"m": 1, "n": 4, "k": 1001}, "inputs": ["scanned"],
       "output": 4}]})");
}

TEST(LoadedNetwork, AnotherPrecisionMovesAsManyElementsInOtherBytes) {
  const auto traffic = [](const network& net) { return net.total().traffic.value; };
  const network f32_net = moves("f32", 8008);
  EXPECT_EQ(traffic(f32_net.in(precision::f32)), traffic(f32_net));
  EXPECT_EQ(traffic(f32_net.in(precision::bf16)), traffic(moves("bf16", 4004)));
  EXPECT_EQ(traffic(f32_net.in(precision::f64)), traffic(moves("f64", 16016)));
  EXPECT_EQ(traffic(f32_net.in(precision::fp4)), traffic(moves("fp4", 1001)));
  EXPECT_EQ(traffic(moves("fp4", 1001).in(precision::f32)), traffic(f32_net));
  EXPECT_EQ(traffic(moves("i8", 2001).in(precision::i4)), traffic(moves("i4", 1001))) << "half a byte is one";
  EXPECT_EQ(f32_net.in(precision::bf16).total().arithmetic.value, f32_net.total().arithmetic.value);
}

TEST(LoadedNetwork, WeightsInAFormatOfTheirOwnLeaveTheOthersInThatOfTheActivations) {
  const network quantised = moves("f32", 8008).in(precision::w4a16);
  const double weights = 4 * 1001 / 2.0;  // bytes
  const double f16_weights = 4 * 1001 * 2.0;
  EXPECT_EQ(quantised.total().traffic.value, moves("f16", 4004).total().traffic.value - f16_weights + weights);
}

TEST(LoadedNetwork, SharesAddUpAndTheWeakestSourceIsSaid) {
  const network_estimate e = price(lowered_box(), small(), {}, {}, roofline);
  double share = 0, by_source = 0;
  for (const step_estimate& step : e.steps) share += step.share;
  for (const double one : e.share_of) by_source += one;
  EXPECT_NEAR(share, 1, 1e-12);
  EXPECT_NEAR(by_source, 1, 1e-12);
  EXPECT_EQ(e.source, source::roofline);
}

}  // namespace
}  // namespace calib
