#include "network_io/totals.hpp"

#include <gtest/gtest.h>

#include "calib/op/list.hpp"
#include "network_io/reader.hpp"
#include "tests/src/network_io/sample_network.hpp"

namespace calib {
namespace {

using network_io::layer_data;

const symbol_values no_symbols = network_io::usual_values({});

/// A layer of the operation `op`.
template <Operation Op>
layer_data layer_of(const Op& op, bool bias = false) {
  layer_data out;
  out.operation = Op::name;
  out.precision = precision_of<Op>;
  for (const std::size_t dim : op.dims()) out.sizes.push_back({dim, {}});
  out.bias = bias;
  return out;
}

template <Operation Op>
std::uint64_t parameters(const Op& op, bool bias = false) {
  return network_io::parameters_of(layer_of(op, bias), no_symbols);
}

template <Operation Op>
double multiply_adds(const Op& op) {
  return network_io::multiply_adds_of(layer_of(op), no_symbols);
}

constexpr op::conv2d<f32> grouped{.batch = 2,
                                  .in_channels = 8,
                                  .in_h = 10,
                                  .in_w = 12,
                                  .out_channels = 4,
                                  .kernel_h = 3,
                                  .kernel_w = 5,
                                  .pad = 2,
                                  .groups = 2};

TEST(Parameters, AreWeightsAndBiasOfProductsAndConvolutions) {
  EXPECT_EQ(parameters(grouped), 4U * 4 * 15);
  EXPECT_EQ(parameters(grouped, true), 4U * 4 * 15 + 4);
  EXPECT_EQ(
      parameters(op::conv1d<f32>{.batch = 2, .in_channels = 8, .in_length = 9, .out_channels = 6, .kernel = 3}, true),
      6U * 8 * 3 + 6);
  EXPECT_EQ(parameters(op::linear<bf16>{7, 5, 3}, true), 5U * 3 + 5);
  EXPECT_EQ(parameters(op::gemm<f32>{7, 5, 3}), 0U) << "both operands are activations";
}

TEST(Parameters, AreWhatNormalisationsScaleAndShiftBy) {
  EXPECT_EQ(parameters(op::batch_norm<f32>{2, 16, 7, 7}), 32U);
  EXPECT_EQ(parameters(op::layer_norm<f32>{100, 16}), 32U);
  EXPECT_EQ(parameters(op::rms_norm<f32>{100, 16}), 16U);
  EXPECT_EQ(parameters(op::bias_add<f32>{100, 16}), 16U);
  EXPECT_EQ(parameters(op::softmax<f32>{100, 16}), 0U);
}

TEST(Parameters, AreWhatTheLayerSaysWhereItSaysSo) {
  layer_data layer = layer_of(op::linear<f32>{7, 5, 3}, true);
  layer.parameters = 0;
  EXPECT_EQ(network_io::parameters_of(layer, no_symbols), 0U);
  layer.parameters = 77;
  EXPECT_EQ(network_io::parameters_of(layer, no_symbols), 77U);
}

TEST(MultiplyAdds, CountWeightsOnPaddingWhichFlopsDoNot) {
  const double outputs = 2 * 4 * 12 * 12;
  EXPECT_EQ(grouped.out_h(), 12U);
  EXPECT_EQ(grouped.out_w(), 12U);
  EXPECT_EQ(multiply_adds(grouped), outputs * 4 * 15);
  EXPECT_LT(grouped.work().arithmetic.value, 2 * outputs * 4 * 15);
  EXPECT_EQ(multiply_adds(op::conv2d_3x3<f32>{2, 8, 3, 5}), 2 * 8 * 8 * 3 * 5 * 9);
  EXPECT_EQ(multiply_adds(op::conv1d<f32>{
                .batch = 2, .in_channels = 8, .in_length = 9, .out_channels = 6, .kernel = 3, .pad = 1}),
            2 * 6 * 9 * 8 * 3);
}

TEST(MultiplyAdds, AreHalfTheFlopsOfOtherProductsAndNoneOfTheRest) {
  EXPECT_EQ(multiply_adds(op::linear<f32>{7, 5, 3}), 7 * 5 * 3);
  EXPECT_EQ(multiply_adds(op::batched_gemm<f32>{2, 7, 5, 3}), 2 * 7 * 5 * 3);
  EXPECT_EQ(multiply_adds(op::attention_decode<f32>{1, 9, 4, 2, 16}), 2 * 4 * 10 * 16);
  EXPECT_EQ(multiply_adds(op::softmax<f32>{100, 16}), 0);
  EXPECT_EQ(multiply_adds(op::add<f32>{100}), 0);
}

TEST(Work, OfACustomLayerIsWhatItSays) {
  layer_data layer;
  layer.operation = "custom";
  layer.sizes = {{10, {1}}, {20, {2}}};
  symbol_values symbols = no_symbols;
  symbols[0] = 3;
  EXPECT_EQ(network_io::work_of(layer, symbols).arithmetic, flops{30});
  EXPECT_EQ(network_io::work_of(layer, symbols).traffic, bytes{180});
  layer.operation = "reshape";
  layer.sizes = {};
  EXPECT_EQ(network_io::work_of(layer, symbols).traffic, bytes{0});
}

TEST(Totals, SumOverAllTimesOfAllLayersAtTheValuesOfTheSymbols) {
  network_io::network_data n = test::sample_network();
  symbol_values symbols = network_io::usual_values(n);
  EXPECT_EQ(symbols[1], 128U);
  const auto usual = network_io::totals(n, symbols);
  EXPECT_EQ(usual.parameters, 8U * 3 * 9 + 8 + 6400);
  EXPECT_EQ(usual.multiply_adds, 32. * 32 * 8 * 27 + 12. * 4 * 128 * 128 * 16 + 2. * 4 * 16);
  symbols[0] = 10;
  const auto ten = network_io::totals(n, symbols);
  EXPECT_EQ(ten.parameters, usual.parameters);
  EXPECT_EQ(ten.multiply_adds, 10 * usual.multiply_adds);
  EXPECT_EQ(ten.work.arithmetic, 10 * usual.work.arithmetic);
  EXPECT_LT(ten.work.traffic, 10 * usual.work.traffic) << "weights are read once";
}

}  // namespace
}  // namespace calib
