#include "foreign/dimension_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "profile_io/operations.hpp"

namespace calib::foreign {
namespace {

std::vector<std::string> dimensions_of(const char* operation) {
  const auto names = *profile_io::dimensions_of_any(operation);
  return {names.begin(), names.end()};
}

// The name of the one column for a dimension; "" where there is none, "..." where there are several.
std::string column_for(const char* operation, std::string_view dimension, const std::vector<std::string>& columns) {
  const auto found = columns_for(dimension, dimensions_of(operation), columns);
  if (found.empty()) return "";
  return found.size() == 1 ? columns[found.front().column] : "...";
}

TEST(DimensionNames, FindsUsualNamesInAnyCase) {
  const std::vector<std::string> columns{"M", "N", "K", "Batch Size"};
  EXPECT_EQ(column_for("batched_gemm", "batch", columns), "Batch Size");
  EXPECT_EQ(column_for("batched_gemm", "m", columns), "M");
  EXPECT_EQ(column_for("batched_gemm", "n", columns), "N");
  EXPECT_EQ(column_for("gemm", "k", {"parameter_k"}), "parameter_k");
}

TEST(DimensionNames, FindsThoseOfBenchdnnWithItsDilation) {
  const std::vector<std::string> columns{"mb", "ic", "ih", "iw", "oc", "kh", "kw",
                                         "sh", "sw", "ph", "pw", "dh", "dw", "g"};
  EXPECT_EQ(column_for("conv2d", "batch", columns), "mb");
  EXPECT_EQ(column_for("conv2d", "in_channels", columns), "ic");
  EXPECT_EQ(column_for("conv2d", "kernel_w", columns), "kw");
  EXPECT_EQ(column_for("conv2d", "stride_h", columns), "sh");
  EXPECT_EQ(column_for("conv2d", "pad_top", columns), "ph");
  EXPECT_EQ(column_for("conv2d", "pad_right", columns), "pw");
  EXPECT_EQ(column_for("conv2d", "groups", columns), "g");
  const auto dilation = columns_for("dilation_h", dimensions_of("conv2d"), columns);
  ASSERT_EQ(dilation.size(), 1U);
  EXPECT_EQ(dilation.front().counts, counting::from_zero);
  EXPECT_EQ(columns_for("dilation_h", dimensions_of("conv2d"), {"dilation_h"}).front().counts, counting::from_one);
}

TEST(DimensionNames, TakesLettersForConvolutionsOnlyTogether) {
  const std::vector<std::string> letters{"N", "C", "H", "W", "K", "R", "S"};
  EXPECT_EQ(column_for("conv2d", "out_channels", letters), "K");
  EXPECT_EQ(column_for("conv2d", "kernel_w", letters), "S");
  EXPECT_EQ(column_for("conv2d", "batch", letters), "N");
  EXPECT_EQ(column_for("conv2d", "stride", letters), "");
  EXPECT_EQ(column_for("conv2d", "out_channels", {"K"}), "");
}

TEST(DimensionNames, FindsThoseOfAttention) {
  const std::vector<std::string> columns{"bs", "seq", "num_heads", "num_kv_heads", "head_size"};
  EXPECT_EQ(column_for("attention_prefill", "seq_len", columns), "seq");
  EXPECT_EQ(column_for("attention_prefill", "heads", columns), "num_heads");
  EXPECT_EQ(column_for("attention_prefill", "kv_heads", columns), "num_kv_heads");
  EXPECT_EQ(column_for("attention_prefill", "head_dim", columns), "head_size");
  EXPECT_EQ(column_for("attention_decode", "kv_len", {"context_len"}), "context_len");
}

TEST(DimensionNames, GivesAllWhereSeveralMayBeMeant) {
  EXPECT_EQ(column_for("conv2d", "batch", {"bs", "minibatch"}), "...");
  EXPECT_EQ(column_for("conv2d", "batch", {"bs", "batch"}), "batch");
}

}  // namespace
}  // namespace calib::foreign
