#include "calib/network/fuse.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "calib/network/patterns.hpp"

namespace calib {
namespace {

using enum layer_role;

/// Layers as tests write them: a role, and what the layer reads.
class graph {
 public:
  graph& layer(layer_role role, std::initializer_list<std::int32_t> reads, std::uint64_t times = 1) {
    layers_.push_back({role, static_cast<std::uint32_t>(layers_.size()), no_number,
                       static_cast<std::uint32_t>(inputs_.size()), static_cast<std::uint32_t>(reads.size()), times});
    inputs_.insert(inputs_.end(), reads);
    return *this;
  }
  graph& group(fusion what, std::initializer_list<std::uint32_t> members) {
    for (const std::uint32_t member : members) layers_[member].group = static_cast<std::uint32_t>(groups_.size());
    groups_.push_back({what, 100, *(members.end() - 1)});
    return *this;
  }
  network_view view() const { return {layers_, inputs_, groups_}; }
  std::vector<std::uint32_t> uses() const {
    std::vector<std::uint32_t> out(layers_.size());
    count_uses(view(), out);
    return out;
  }
  /// The step of each layer.
  std::vector<std::uint32_t> steps(fusion_set absorbs) const {
    std::vector<fused_layer> fused(layers_.size());
    fuse(view(), absorbs, uses(), fused);
    std::vector<std::uint32_t> out;
    for (const fused_layer& one : fused) out.push_back(one.step);
    return out;
  }
  pattern at(std::uint32_t layer) const {
    const auto counts = uses();
    return pattern_at({view(), counts}, layer);
  }

 private:
  std::vector<network_layer> layers_;
  std::vector<std::int32_t> inputs_;
  std::vector<network_group> groups_;
};

using steps = std::vector<std::uint32_t>;
constexpr fusion_set all = fusion_set::everything();

graph residual_block() {
  graph g;
  g.layer(product, {-1}).layer(batch_norm, {0}).layer(relu, {1});                    // 0 1 2
  g.layer(product, {2}).layer(batch_norm, {3}).layer(add, {4, 2}).layer(relu, {5});  // 3 4 5 6
  return g;
}

TEST(Fuse, ASettingThatAbsorbsNothingCarriesOutEachLayer) {
  EXPECT_EQ(residual_block().steps({}), (steps{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Fuse, ProductsTakeUpTheirTails) { EXPECT_EQ(residual_block().steps(all), (steps{0, 0, 0, 3, 3, 3, 3})); }

TEST(Fuse, WhatIsNotAbsorbedEndsTheStep) {
  EXPECT_EQ(residual_block().steps({fusion::batch_norm, fusion::relu}), (steps{0, 0, 0, 3, 3, 5, 6}));
}

TEST(Fuse, AResultThatIsReadTwiceIsWritten) {
  graph g;
  g.layer(product, {-1}).layer(relu, {0}).layer(add, {1, 0});
  EXPECT_EQ(g.steps(all), (steps{0, 1, 2}));
}

TEST(Fuse, OfTwoBranchesTheLaterTakesUpTheSum) {
  graph g;
  g.layer(product, {-1}).layer(product, {-1}).layer(add, {1, 0}).layer(relu, {2});
  EXPECT_EQ(g.steps(all), (steps{0, 1, 1, 1}));
}

TEST(Fuse, ReshapesAreFreeAndLookedThrough) {
  graph g;
  g.layer(product, {-1}).layer(reshape, {0}).layer(relu, {1});
  EXPECT_EQ(g.steps(all), (steps{0, no_number, 0}));
}

TEST(Fuse, BlocksThatRepeatDifferentlyStayApart) {
  graph g;
  g.layer(product, {-1}, 12).layer(relu, {0}, 1);
  EXPECT_EQ(g.steps(all), (steps{0, 1}));
}

TEST(Fuse, OnlyProductsTakeUpOthers) {
  graph g;
  g.layer(softmax, {-1}).layer(relu, {0});
  EXPECT_EQ(g.steps(all), (steps{0, 1}));
}

TEST(Fuse, ProductsOfTwoResultsTakeUpNothing) {
  graph g;
  g.layer(matmul, {-1, -1}).layer(relu, {0});
  EXPECT_EQ(g.steps(all), (steps{0, 1}));
}

TEST(Fuse, AGroupIsOneStepWhereItIsAbsorbed) {
  graph g;
  g.layer(sigmoid, {-1}).layer(mul, {0, -1}).group(fusion::silu_parts, {0, 1});
  EXPECT_EQ(g.steps({}), (steps{0, 1}));
  EXPECT_EQ(g.steps({fusion::silu_parts}), (steps{1, 1}));
  EXPECT_EQ(work_of_step(g.view(), 1, {fusion::silu_parts}), 100U);
  EXPECT_EQ(work_of_step(g.view(), 1, {}), 1U);
}

TEST(Patterns, GeluWithErf) {
  graph g;
  g.layer(product, {-1}).layer(div, {0}).layer(erf, {1}).layer(add, {2}).layer(mul, {0, 3}).layer(mul, {4});
  const pattern found = g.at(2);
  ASSERT_TRUE(found.found());
  EXPECT_EQ(found.what, fusion::gelu_parts);
  EXPECT_EQ(found.count, 5U);
  EXPECT_EQ(found.last, 5U);
  EXPECT_FALSE(found.has(0));
}

TEST(Patterns, GeluWithTanh) {
  graph g;
  g.layer(product, {-1}).layer(pow, {0}).layer(mul, {1}).layer(add, {0, 2}).layer(mul, {3});  // 0 to 4
  g.layer(tanh, {4}).layer(add, {5}).layer(mul, {0}).layer(mul, {7, 6});                      // 5 to 8
  const pattern found = g.at(5);
  ASSERT_TRUE(found.found());
  EXPECT_EQ(found.what, fusion::gelu_parts);
  EXPECT_EQ(found.count, 8U);
  EXPECT_EQ(found.last, 8U);
}

TEST(Patterns, ATanhAloneIsNone) {
  graph g;
  g.layer(product, {-1}).layer(tanh, {0});
  EXPECT_FALSE(g.at(1).found());
}

TEST(Patterns, WhatIsReadOutsideIsNone) {
  graph g;
  g.layer(product, {-1}).layer(div, {0}).layer(erf, {1}).layer(add, {2}).layer(mul, {0, 3}).layer(mul, {4});
  g.layer(relu, {3});
  EXPECT_FALSE(g.at(2).found());
}

TEST(Patterns, LayerNorm) {
  graph g;
  g.layer(product, {-1}).layer(mean, {0}).layer(sub, {0, 1}).layer(pow, {2}).layer(mean, {3});  // 0 to 4
  g.layer(add, {4}).layer(sqrt, {5}).layer(div, {2, 6}).layer(mul, {7}).layer(bias_add, {8});   // 5 to 9
  const pattern found = g.at(6);
  ASSERT_TRUE(found.found());
  EXPECT_EQ(found.what, fusion::layer_norm_parts);
  EXPECT_EQ(found.first, 1U);
  EXPECT_EQ(found.last, 9U);
  EXPECT_EQ(found.count, 9U);
}

TEST(Patterns, AttentionWithScaleAndMask) {
  graph g;
  g.layer(product, {-1}).layer(product, {-1}).layer(product, {-1});  // queries, keys, values
  g.layer(matmul, {0, 1}).layer(div, {3}).layer(other, {4, -1}).layer(softmax, {5}).layer(matmul, {6, 2});
  const pattern found = g.at(6);
  ASSERT_TRUE(found.found());
  EXPECT_EQ(found.what, fusion::attention);
  EXPECT_EQ(found.first, 3U);
  EXPECT_EQ(found.last, 7U);
  EXPECT_TRUE(found.causal);
}

TEST(Patterns, HardswishFromClip) {
  graph g;
  g.layer(product, {-1}).layer(add, {0}).layer(clip, {1}).layer(mul, {0, 2}).layer(div, {3});
  const pattern found = g.at(2);
  ASSERT_TRUE(found.found());
  EXPECT_EQ(found.what, fusion::hardswish_parts);
  EXPECT_EQ(found.last, 4U);
}

TEST(Patterns, WhatIsGatedBySomethingElseIsNone) {
  graph silu;
  silu.layer(sigmoid, {-1}).layer(mul, {-1, 0});
  EXPECT_TRUE(silu.at(0).found());
  graph gate;  // the product's other operand is another input of the network, or a layer
  gate.layer(sigmoid, {-1}).layer(mul, {-2, 0});
  EXPECT_FALSE(gate.at(0).found());
  graph gated_layer;
  gated_layer.layer(product, {-1}).layer(sigmoid, {-2}).layer(mul, {0, 1});
  EXPECT_FALSE(gated_layer.at(1).found());
  graph hard;
  hard.layer(add, {-1}).layer(clip, {0}).layer(mul, {-2, 1}).layer(div, {2});
  EXPECT_FALSE(hard.at(1).found());
}

TEST(FusionSet, NamesReadBack) {
  for (std::size_t i = 0; i < fusion_count; ++i) {
    EXPECT_EQ(parse_fusion(fusion_names[i]), static_cast<fusion>(i));
    EXPECT_TRUE(all.has(static_cast<fusion>(i)));
  }
  EXPECT_EQ(parse_fusion("everything"), std::nullopt);
}

TEST(NetworkSize, IsANumberTimesSymbols) {
  constexpr symbol_values symbols{4, 128};
  static_assert(network_size{196, {1}}.at(symbols) == 784);
  EXPECT_EQ((network_size{3, {1, 2}}.at(symbols)), 3U * 4 * 128 * 128);
  EXPECT_EQ(network_size{7}.at(symbols), 7U);
  EXPECT_EQ((network_size{std::size_t{1} << 52, {1}}.at(symbols)), largest_size + 1);  // never wraps
}

}  // namespace
}  // namespace calib
