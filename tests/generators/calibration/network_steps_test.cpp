#include "calibration/network_steps.hpp"

#include <gmock/gmock.h>

#include "calib/network/layer.hpp"
#include "kernels/backends.hpp"

namespace calib::calibration {
namespace {

using testing::ElementsAre;

constexpr fusion_set folded{fusion::batch_norm, fusion::bias, fusion::relu};

network shipped(const std::string& id) { return load_network(CALIB_TEST_NETWORKS "/" + id + ".json"); }

const kernels::network_step& named(const steps_to_run& all, const std::string& name) {
  return *std::ranges::find(all.steps, name, &kernels::network_step::name);
}

TEST(NetworkSteps, AreThoseOfTheEstimate) {
  const network net = shipped("resnet18");
  const auto all = steps_to_run_of(net, net.values({.batch = 2}), folded, {});
  EXPECT_EQ(all.steps.size(), all.estimated.size());
  const kernels::network_step& first = all.steps.front();
  EXPECT_EQ(first.name, "conv1");
  EXPECT_EQ(first.operation, "conv2d");
  EXPECT_EQ(first.size("batch"), 2U);
  EXPECT_EQ(first.size("kernel_h"), 7U);
  EXPECT_EQ(first.size("no such"), 0U);
  EXPECT_TRUE(first.then_relu);
  EXPECT_EQ(first.outputs, 2 * 802816U);
  EXPECT_THAT(first.inputs, ElementsAre(network_input));
}

TEST(NetworkSteps, ReadWhatStepsBeforeThemMade) {
  const network net = shipped("resnet18");
  const auto all = steps_to_run_of(net, net.values(), folded, {});
  for (std::size_t i = 0; i < all.steps.size(); ++i) {
    for (const std::int32_t input : all.steps[i].inputs) EXPECT_LT(input, static_cast<std::int32_t>(i));
  }
  // The ReLU behind an addition is no part of a convolution.
  EXPECT_FALSE(named(all, "layer1.0.conv2").then_relu);
  EXPECT_TRUE(named(all, "layer1.0.conv1").then_relu);
  // A linear layer reads the pooling through the reshape in between.
  const kernels::network_step& fc = all.steps.back();
  EXPECT_EQ(all.steps[static_cast<std::size_t>(fc.inputs.front())].operation, "global_avg_pool");
}

TEST(NetworkSteps, BlocksThatRepeatRunAsOften) {
  const network net = shipped("bert_base");
  const auto all = steps_to_run_of(net, net.values(), folded, {});
  std::map<std::string, int> times;
  for (const kernels::network_step& one : all.steps) ++times[one.name];
  int repeated = 0;
  for (const auto& [name, count] : times) repeated += count == 12 ? 1 : 0;
  EXPECT_GT(repeated, 5);
  for (std::size_t i = 0; i < all.steps.size(); ++i) {
    for (const std::int32_t input : all.steps[i].inputs) EXPECT_LT(input, static_cast<std::int32_t>(i));
  }
}

TEST(NetworkSteps, RunAloneOnAKernelOfTheirForm) {
  const network net = shipped("resnet18");
  const auto kernels = kernels::make_onednn()->kernels();
  const auto all = steps_to_run_of(net, net.values(), folded, kernels);
  const kernels::network_step& conv = named(all, "layer1.0.conv1");
  ASSERT_NE(conv.alone.of, nullptr);
  EXPECT_EQ(conv.alone.of->operation(), "conv2d_3x3");
  EXPECT_THAT(conv.alone.dims, ElementsAre(1, 56, 64, 64));
}

TEST(NetworkSteps, EachLayerIsPartOfOne) {
  const network net = shipped("resnet18");
  const auto steps = steps_of_layers(net, folded);
  EXPECT_EQ(steps.at("conv1"), 0U);
  EXPECT_EQ(steps.at("bn1"), 0U);
  EXPECT_EQ(steps.at("relu"), 0U);
  EXPECT_EQ(steps.at("maxpool"), 1U);
  EXPECT_NE(steps_of_layers(net, {}).at("bn1"), 0U);
}

}  // namespace
}  // namespace calib::calibration
