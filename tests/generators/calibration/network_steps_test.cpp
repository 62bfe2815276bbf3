#include "calibration/network_steps.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

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

/// The name of a step, and which time it is.
using execution = std::pair<std::string, int>;

/// Each execution in its order, with those whose results it reads.
std::vector<std::pair<execution, std::vector<execution>>> executions(const steps_to_run& all) {
  std::vector<std::pair<execution, std::vector<execution>>> out;
  std::map<std::string, int> times;
  for (const kernels::network_step& one : all.steps) {
    std::vector<execution> read;
    for (const std::int32_t input : one.inputs) {
      if (input != network_input) read.push_back(out.at(static_cast<std::size_t>(input)).first);
    }
    out.push_back({{one.name, times[one.name]++}, read});
  }
  return out;
}

TEST(NetworkSteps, EachTimeOfABlockReadsTheOneBefore) {
  const network net = shipped("bert_base");
  const auto all = executions(steps_to_run_of(net, net.values(), folded, {}));
  const auto reads = [&](const execution& one) {
    return std::ranges::find(all, one, [](const auto& entry) { return entry.first; })->second;
  };
  const std::string block = "encoder.layer.";
  const execution embeddings{"embeddings.LayerNorm", 0};
  EXPECT_THAT(reads({block + "attention.self.query", 0}), ElementsAre(embeddings));
  EXPECT_THAT(reads({block + "attention.output.add", 0}),
              ElementsAre(execution{block + "attention.output.dense", 0}, embeddings));
  for (const int time : {1, 11}) {
    const execution before{block + "output.LayerNorm", time - 1};
    EXPECT_THAT(reads({block + "attention.self.query", time}), ElementsAre(before));
    EXPECT_THAT(reads({block + "attention.output.add", time}),
                ElementsAre(execution{block + "attention.output.dense", time}, before));
    EXPECT_THAT(
        reads({block + "output.add", time}),
        ElementsAre(execution{block + "output.dense", time}, execution{block + "attention.output.LayerNorm", time}));
  }
  EXPECT_THAT(reads({"pooler.dense", 0}), ElementsAre(execution{block + "output.LayerNorm", 11}));
  EXPECT_EQ(all.back().first, execution("pooler.activation", 0));
}

// As the engine of ONNX Runtime has them: tests/kernels/external/engines_test.py.
TEST(NetworkSteps, ABlockBehindAnotherReadsItsLastTime) {
  const network net = load_network(CALIB_TEST_SAMPLES "/blocks_in_a_row.json");
  using reads = std::vector<execution>;
  const std::vector<std::pair<execution, reads>> expected{{{"x", 0}, {}},
                                                          {{"mask", 0}, {}},
                                                          {{"a", 0}, {{"x", 0}}},
                                                          {{"a", 1}, {{"a", 0}}},
                                                          {{"b", 0}, {{"a", 1}, {"mask", 0}}},
                                                          {{"b", 1}, {{"b", 0}, {"mask", 0}}},
                                                          {{"b", 2}, {{"b", 1}, {"mask", 0}}},
                                                          {{"y", 0}, {{"b", 2}, {"a", 1}}}};
  EXPECT_EQ(executions(steps_to_run_of(net, net.values(), {}, {})), expected);
}

TEST(NetworkSteps, OnlyTheEndOfANetworkIsReadByNobody) {
  for (const std::string id : {"bert_base", "gpt2_decode", "llama_7b_prefill", "vit_b_16"}) {
    const network net = shipped(id);
    const auto all = steps_to_run_of(net, net.values(), folded, {});
    std::vector<bool> read(all.steps.size());
    for (const kernels::network_step& one : all.steps) {
      for (const std::int32_t input : one.inputs) {
        if (input != network_input) read.at(static_cast<std::size_t>(input)) = true;
      }
    }
    EXPECT_EQ(std::ranges::count(read, false), 1) << id;
    EXPECT_FALSE(read.back()) << id;
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
