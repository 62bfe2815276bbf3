#include <gtest/gtest.h>

#include "inferred.hpp"

namespace calib::onnx {
namespace {

using namespace test;

shape convolved(const sizes& x, const sizes& w, const names& attributes) {
  return inferred_node("Conv", {x, w}, attributes).dims;
}

TEST(InferWindows, StridesPadsAndDilationsOfBothDirections) {
  EXPECT_EQ(convolved({1, 3, 224, 224}, {64, 3, 7, 7}, {wholes("strides", {2, 2}), wholes("pads", {3, 3, 3, 3})}),
            (shape{1, 64, 112, 112}));
  EXPECT_EQ(convolved({1, 8, 10, 20}, {4, 8, 1, 7}, {wholes("pads", {0, 3, 0, 2})}), (shape{1, 4, 10, 19}));
  EXPECT_EQ(convolved({1, 8, 10, 10}, {4, 8, 3, 3}, {wholes("dilations", {2, 1})}), (shape{1, 4, 6, 8}));
  EXPECT_EQ(convolved({1, 8, 100}, {4, 8, 3}, {wholes("strides", {2})}), (shape{1, 4, 49}));
  EXPECT_EQ(convolved({1, 8, 5, 5, 5}, {4, 8, 3, 3, 3}, {}), (shape{1, 4, 3, 3, 3}));
}

TEST(InferWindows, PadsThatKeepTheSize) {
  for (const char* const same : {"SAME_UPPER", "SAME_LOWER"}) {
    EXPECT_EQ(convolved({1, 3, 225, 224}, {8, 3, 3, 3}, {text("auto_pad", same), wholes("strides", {2, 2})}),
              (shape{1, 8, 113, 112}));
  }
  EXPECT_EQ(convolved({1, 3, 10, 10}, {8, 3, 3, 3}, {text("auto_pad", "VALID")}), (shape{1, 8, 8, 8}));
}

TEST(InferWindows, PoolsRoundUpWhereAsked) {
  const auto pooled = [](std::int64_t side, const names& attributes) {
    names all = attributes;
    all.push_back(wholes("kernel_shape", {3, 3}));
    all.push_back(wholes("strides", {2, 2}));
    return inferred_node("MaxPool", {{1, 4, side, side}}, all).dims;
  };
  EXPECT_EQ(pooled(112, {}), (shape{1, 4, 55, 55}));
  EXPECT_EQ(pooled(112, {whole("ceil_mode", 1)}), (shape{1, 4, 56, 56}));
  EXPECT_EQ(pooled(111, {whole("ceil_mode", 1)}), (shape{1, 4, 55, 55}));
  // A window that would begin in the padding behind does not count.
  EXPECT_EQ(inferred_node("AveragePool", {{1, 1, 4, 4}},
                          {wholes("kernel_shape", {1, 1}), wholes("strides", {3, 3}), wholes("pads", {0, 0, 2, 2}),
                           whole("ceil_mode", 1)})
                .dims,
            (shape{1, 1, 2, 2}));
}

TEST(InferWindows, GlobalPoolsLeaveOneElementOfEachChannel) {
  EXPECT_EQ(inferred_node("GlobalAveragePool", {{2, 3, 7, 9}}).dims, (shape{2, 3, 1, 1}));
}

TEST(InferWindows, TransposedConvolutions) {
  EXPECT_EQ(inferred_node("ConvTranspose", {{1, 8, 7, 7}, {8, 4, 4, 4}},
                          {wholes("strides", {2, 2}), wholes("pads", {1, 1, 1, 1})})
                .dims,
            (shape{1, 4, 14, 14}));
}

}  // namespace
}  // namespace calib::onnx
