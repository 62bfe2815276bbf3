#include "calib/op/problem.hpp"

#include <gtest/gtest.h>

#include <string>

#include "calib/op/list.hpp"

namespace calib {
namespace {

constexpr op::conv2d<f32> conv{
    .batch = 1, .in_channels = 64, .in_h = 7, .in_w = 7, .out_channels = 64, .kernel_h = 3, .kernel_w = 3, .pad = 1};
static_assert(conv.valid());

template <Operation Op>
std::string problem_of(const Op& op) {
  const char* const found = problem(op);
  EXPECT_EQ(op.valid(), found == nullptr);
  if (found == nullptr) return "";
  try {
    detail::require_possible(op);
    ADD_FAILURE() << Op::name << " was let through";
  } catch (const impossible_shape& e) {
    EXPECT_EQ(std::string{e.what()}, std::string{Op::name} + ": " + found);
  }
  return found;
}

/// `conv` with one change.
template <class Change>
std::string problem_with(Change change) {
  auto changed = conv;
  change(changed);
  return problem_of(changed);
}

TEST(Problem, NamesTheDimensionThatIsZero) {
  EXPECT_EQ(problem_of(op::gemm<f32>{.m = 64, .n = 64, .k = 0}), "k is 0: give a size of at least 1");
  EXPECT_EQ(problem_of(op::gemm<f32>{.m = 0, .n = 64, .k = 0}), "m is 0: give a size of at least 1");
  EXPECT_EQ(problem_of(op::gemm<f32>{.m = 1, .n = 1, .k = 1}), "");
  EXPECT_EQ(problem_with([](auto& c) { c.stride = 0; }), "stride is 0: give a size of at least 1");
  EXPECT_EQ(problem_with([](auto& c) { c.groups = 0; }), "groups is 0: give a size of at least 1");
  EXPECT_EQ(problem_with([](auto& c) { c.kernel_w = 0; }), "kernel_w is 0: give a size of at least 1");
}

TEST(Problem, SomeDimensionsMayBeZero) {
  EXPECT_EQ(problem_with([](auto& c) { c.pad = 0; }), "");
  EXPECT_EQ(problem_of(op::attention_decode<f32>{.batch = 1, .kv_len = 0, .heads = 8, .kv_heads = 2, .head_dim = 64}),
            "");
  EXPECT_EQ(problem_of(op::dispatch<f32>{}), "");
}

TEST(Problem, FindsWindowsThatDoNotFit) {
  EXPECT_TRUE(problem_with([](auto& c) { c.kernel_h = 10; }).starts_with("kernel_h is more than in_h"));
  EXPECT_TRUE(problem_with([](auto& c) { c.kernel_w = 10; }).starts_with("kernel_w is more than in_w"));
  EXPECT_EQ(problem_with([](auto& c) { c.kernel_w = 9; }), "");
  EXPECT_TRUE(problem_with([](auto& c) { c.dilation = 5; }).starts_with("kernel_h is more than"));
  EXPECT_EQ(problem_with([](auto& c) { c.dilation = 4; }), "");
  const op::max_pool<f32> pool{.batch = 1, .channels = 8, .in_h = 9, .in_w = 2, .kernel = 3};
  EXPECT_TRUE(problem_of(pool).starts_with("kernel is more than in_w"));
  auto padded = pool;
  padded.pad = 2;
  EXPECT_EQ(problem_of(padded), "");
  padded.pad_left = 1;
  EXPECT_TRUE(problem_of(padded).starts_with("pad is not below kernel"));
  padded.pad_left = 0;
  padded.pad_right = 1;
  EXPECT_TRUE(problem_of(padded).starts_with("pad is not below kernel"));
  padded.stride = 3;  // the last window is the one before
  EXPECT_EQ(problem_of(padded), "");
  const op::conv1d<f32> sequence{.batch = 1, .in_channels = 8, .in_length = 4, .out_channels = 8, .kernel = 5};
  EXPECT_TRUE(problem_of(sequence).starts_with("kernel is more than in_length"));
}

TEST(Problem, FindsGroupsThatDoNotDivide) {
  EXPECT_TRUE(problem_with([](auto& c) { c.groups = 128; }).starts_with("groups are more than in_channels"));
  EXPECT_TRUE(problem_with([](auto& c) { c.groups = 3; }).starts_with("groups do not divide in_channels"));
  EXPECT_TRUE(problem_with([](auto& c) {
                c.groups = 16;
                c.out_channels = 24;
              }).starts_with("groups do not divide out_channels"));
  EXPECT_TRUE(
      problem_of(op::attention_prefill<f32>{.batch = 1, .seq_len = 8, .heads = 8, .kv_heads = 3, .head_dim = 64})
          .starts_with("kv_heads do not divide heads"));
  EXPECT_TRUE(problem_of(op::attention_decode<f32>{.batch = 1, .kv_len = 8, .heads = 2, .kv_heads = 8, .head_dim = 64})
                  .starts_with("kv_heads are more than heads"));
}

TEST(Problem, NothingWraps) {
  constexpr std::size_t big = std::size_t{1} << 32;
  EXPECT_EQ(problem_of(op::conv2d<f32>{.batch = big,
                                       .in_channels = 1,
                                       .in_h = 65536,
                                       .in_w = 65536,
                                       .out_channels = 1,
                                       .kernel_h = 1,
                                       .kernel_w = 1}),
            "the sizes multiply to more than 2^53 bytes: give smaller ones");
  EXPECT_TRUE(
      problem_with([](auto& c) { c.pad = static_cast<std::size_t>(-1); }).starts_with("pad is larger than 2^53"));
  EXPECT_TRUE(problem_of(op::relu<f32>{.elements = largest_size + 1}).starts_with("elements is larger than 2^53"));
  EXPECT_EQ(detail::size_product(big, big), largest_size + 1);
  EXPECT_EQ(detail::size_product(big, std::size_t{1} << 21), largest_size);
  EXPECT_EQ(detail::size_product(big, 0U, big), 0U);
}

TEST(Problem, AnImpossibleShapeHasAFormWithASizeOfZeroOrOneThatIsTooLarge) {
  const auto is_told = [](const auto& op) {
    return op.lower([]<Operation Form>(const Form& form) { return !form.valid(); });
  };
  auto ungroupable = conv;
  ungroupable.groups = 3;
  EXPECT_TRUE(is_told(ungroupable));
  auto odd_outputs = conv;
  odd_outputs.groups = 16;
  odd_outputs.out_channels = 24;
  EXPECT_TRUE(is_told(odd_outputs));
  auto large = conv;
  large.kernel_h = 12;
  EXPECT_TRUE(is_told(large));
  auto endless = conv;
  endless.batch = largest_size;
  EXPECT_TRUE(is_told(endless));
  auto wrapped = conv;
  wrapped.pad = static_cast<std::size_t>(-1);
  wrapped.pad_top = 1;
  wrapped.pad_left = 1;
  EXPECT_TRUE(is_told(wrapped));
  auto unused = conv;
  unused.stride = largest_size + 1;
  unused.stride_h = 1;
  unused.stride_w = 1;
  EXPECT_TRUE(is_told(unused)) << "also where nothing uses the size that is none";
  EXPECT_TRUE(is_told(op::attention_decode<f32>{.batch = 1, .kv_len = 8, .heads = 8, .kv_heads = 3, .head_dim = 64}));
  EXPECT_FALSE(is_told(conv));
}

}  // namespace
}  // namespace calib
