#include "calib/op/lowering.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calib/op/list.hpp"

namespace calib {
namespace {

struct seen_form {
  std::string name;
  std::vector<std::size_t> dims;
};

template <Lowered Op>
seen_form form_of(const Op& op) {
  return op.lower([]<Operation Form>(const Form& form) {
    const auto dims = form.dims();
    return seen_form{std::string(Form::name), {dims.begin(), dims.end()}};
  });
}

void expect_form(const seen_form& form, const std::string& name, const std::vector<std::size_t>& dims) {
  EXPECT_EQ(form.name, name);
  EXPECT_EQ(form.dims, dims) << name;
}

constexpr op::conv2d<f32> conv{
    .batch = 2, .in_channels = 64, .in_h = 56, .in_w = 56, .out_channels = 128, .kernel_h = 3, .kernel_w = 3, .pad = 1};

op::conv2d<f32> with(std::size_t kernel, std::size_t stride, std::size_t groups) {
  auto changed = conv;
  changed.kernel_h = changed.kernel_w = kernel;
  changed.pad = kernel / 2;
  changed.stride = stride;
  changed.groups = groups;
  return changed;
}

static_assert(conv.out_h() == 56);
// Of the nine taps, those on the padding around the image are no work: 166 of 168 in each direction.
static_assert(conv.work().arithmetic == flops{2.0 * 2 * 128 * 64 * 166 * 166});
static_assert(conv.work().traffic == bytes{4.0 * (2 * 64 * 56 * 56 + 128 * 64 * 9 + 2 * 128 * 56 * 56)});

TEST(Lowering, TellsConvolutionsApartByWindowAndGroups) {
  expect_form(form_of(conv), "conv2d_3x3", {2, 56, 64, 128});
  expect_form(form_of(with(1, 1, 1)), "conv2d_pointwise", {2 * 56 * 56, 64, 128, 1});
  expect_form(form_of(with(1, 2, 1)), "conv2d_pointwise", {2 * 28 * 28, 64, 128, 2});
  expect_form(form_of(with(3, 2, 1)), "conv2d_window", {2, 28, 64, 128, 9, 2});
  expect_form(form_of(with(7, 2, 1)), "conv2d_window", {2, 28, 64, 128, 49, 2});
  expect_form(form_of(with(3, 1, 8)), "conv2d_grouped", {2 * 56 * 56, 8, 8, 16, 9, 1});
  auto depthwise = with(3, 2, 64);
  depthwise.out_channels = 64;
  expect_form(form_of(depthwise), "conv2d_depthwise", {128, 28, 9, 2, 1});
  depthwise.stride = 1;
  depthwise.dilation = depthwise.pad = 2;
  expect_form(form_of(depthwise), "conv2d_depthwise", {128, 56, 9, 1, 2});
  auto dilated = conv;
  dilated.dilation = 2;
  dilated.pad = 2;
  expect_form(form_of(dilated), "conv2d_window", {2, 56, 64, 128, 9, 1});
}

TEST(Lowering, CountsAnOblongImageAsTheSquareOfAsManyPixels) {
  auto oblong = conv;
  oblong.in_h = 28;
  oblong.in_w = 112;
  expect_form(form_of(oblong), "conv2d_3x3", {2, 56, 64, 128});
  EXPECT_EQ(detail::square_side(1080, 1920), 1440U);
  EXPECT_EQ(detail::square_side(1, 3), 2U);
  EXPECT_EQ(detail::square_side(1, 1'000'000), 1000U);
  EXPECT_EQ(detail::square_side(0, 7), 0U);
}

TEST(Lowering, TakesEachSideByItself) {
  // Inception's 1 x 7 keeps the image's size with zeros on the left and right only.
  auto wide = conv;
  wide.kernel_h = 1;
  wide.kernel_w = 7;
  wide.pad = 0;
  wide.pad_left = wide.pad_right = 3;
  EXPECT_EQ(wide.out_h(), 56U);
  EXPECT_EQ(wide.out_w(), 56U);
  expect_form(form_of(wide), "conv2d_window", {2, 56, 64, 128, 7, 1});
  auto uneven = conv;
  uneven.stride_h = 2;
  uneven.stride_w = 1;
  EXPECT_EQ(uneven.out_h(), 28U);
  EXPECT_EQ(uneven.out_w(), 56U);
  uneven.dilation_w = 2;  // two pixels less are seen, on each side
  EXPECT_EQ(uneven.out_w(), 54U);
  const op::max_pool<f32> pool{.batch = 1, .channels = 8, .in_h = 55, .in_w = 55, .kernel = 3, .stride = 2};
  EXPECT_EQ(pool.out_h(), 27U);
  auto ceiled = pool;
  ceiled.in_h = 56;
  ceiled.pad_bottom = 1;  // as rounding up does
  EXPECT_EQ(ceiled.out_h(), 28U);
  ceiled.kernel_h = ceiled.kernel_w = 4;
  expect_form(form_of(ceiled), "max_pool_square", {8, detail::square_side(27, 26), 4, 2});
}

TEST(Lowering, AWindowThatStandsAloneHasNoStride) {
  auto alone = conv;
  alone.in_h = alone.in_w = 5;
  alone.pad = 0;
  alone.stride = 1'000'000;
  expect_form(form_of(alone), "conv2d_window", {2, 1, 64, 128, 9, 3});
  alone.stride = 3;  // to where a second one would begin
  expect_form(form_of(alone), "conv2d_window", {2, 1, 64, 128, 9, 3});
  alone.in_h = alone.in_w = 6;
  expect_form(form_of(alone), "conv2d_window", {2, 2, 64, 128, 9, 3});
  const op::max_pool<f32> pool{.batch = 1, .channels = 8, .in_h = 7, .in_w = 7, .kernel = 7, .stride = 100};
  expect_form(form_of(pool), "max_pool_square", {8, 1, 7, 7});
}

// No table has a form of nothing, so none answers for what cannot be.
TEST(Lowering, WindowsWhollyInThePaddingHaveAnImpossibleForm) {
  op::avg_pool<f32> pool{.batch = 1, .channels = 8, .in_h = 7, .in_w = 7, .kernel = 2, .pad = 1};
  EXPECT_TRUE(pool.lower([](const auto& form) { return form.valid(); }));
  pool.pad = 2;
  EXPECT_FALSE(pool.valid());
  EXPECT_FALSE(pool.lower([](const auto& form) { return form.valid(); }));
}

TEST(Lowering, CountsTheTapsInsideTheImageOnly) {
  for (const detail::window_side side :
       {detail::window_side{7, 3, 1, 1, 1, 1}, detail::window_side{7, 5, 2, 2, 2, 1},
        detail::window_side{9, 3, 1, 2, 2, 2}, detail::window_side{4, 7, 1, 9, 3, 1},
        detail::window_side{10, 3, 3, 1, 0, 1}, detail::window_side{5, 2, 1, 0, 1, 3}}) {
    std::size_t inside = 0;  // one by one
    for (std::size_t at = 0; at < side.positions(); ++at) {
      for (std::size_t tap = 0; tap < side.kernel; ++tap) {
        const std::size_t place = at * side.stride + tap * side.dilation;
        inside += place >= side.pad_before && place < side.pad_before + side.in ? 1 : 0;
      }
    }
    EXPECT_EQ(side.taps(), static_cast<double>(inside)) << side.in << ' ' << side.kernel;
  }
  EXPECT_EQ((detail::window_side{7, 3, 1, 1, 1, 1}.taps()), 19.0);
  // A window of more taps than are counted one by one: the image's share of what they see.
  const detail::window_side large{10'000, 5'000, 1, 1'000, 1'000, 1};
  EXPECT_NEAR(large.taps() / (static_cast<double>(large.positions()) * 5'000), 10.0 / 12, 1e-12);
}

TEST(Lowering, TakesASequenceForAnImageOfOneRow) {
  const op::conv1d<f32> first{
      .batch = 1, .in_channels = 80, .in_length = 3000, .out_channels = 512, .kernel = 3, .pad = 1};
  EXPECT_EQ(first.out_length(), 3000U);
  expect_form(form_of(first), "conv2d_window", {1, detail::square_side(1, 3000), 80, 512, 3, 1});
  EXPECT_EQ(first.work().arithmetic, flops{2.0 * 80 * 512 * (3 * 3000 - 2)});
  const op::conv1d<f32> pointwise{.batch = 2, .in_channels = 8, .in_length = 100, .out_channels = 16, .kernel = 1};
  expect_form(form_of(pointwise), "conv2d_pointwise", {200, 8, 16, 1});
}

TEST(Lowering, CountsPlanesAndTheirPixels) {
  const op::batch_norm<f32> norm{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7};
  expect_form(form_of(norm), "batch_norm_planes", {6, 35});
  const op::global_avg_pool<f32> pool{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7};
  expect_form(form_of(pool), "global_avg_pool_planes", {6, 35});
}

TEST(Lowering, AWindowThatDoesNotFitGivesNoWork) {
  auto small = conv;
  small.in_h = 1;
  small.pad = 0;
  EXPECT_EQ(small.work().arithmetic, flops{0});
  EXPECT_FALSE(small.valid());
  auto no_step = conv;
  no_step.stride = 0;
  EXPECT_EQ(no_step.out_w(), 0U);
}

TEST(Lowering, AFormHasTheWorkOfWhatItCarriesOut) {
  // Exactly where nothing is lost: the image is square, each input pixel is used, and no tap lies on padding, which
  // other forms than that of 3 x 3 do not know of.
  EXPECT_EQ(conv.lower([](const auto& form) { return form.work().arithmetic; }), conv.work().arithmetic);
  const auto grouped = with(3, 1, 8);
  EXPECT_EQ(grouped.lower([](const auto& form) { return form.work().traffic; }), grouped.work().traffic);
  const op::avg_pool<f32> pool{.batch = 2, .channels = 3, .in_h = 8, .in_w = 8, .kernel = 2, .stride = 2};
  EXPECT_EQ(pool.lower([](const auto& form) { return form.work().arithmetic; }), pool.work().arithmetic);
  EXPECT_EQ(pool.lower([](const auto& form) { return form.work().traffic; }), pool.work().traffic);
  const op::batch_norm<f32> norm{.batch = 1, .channels = 3, .in_h = 5, .in_w = 7};
  EXPECT_EQ(norm.lower([](const auto& form) { return form.work().arithmetic; }), norm.work().arithmetic);
  EXPECT_EQ(norm.lower([](const auto& form) { return form.work().traffic; }), norm.work().traffic);
}

TEST(Lowering, TellsDecodingApartByTheGroupThatSharesACache) {
  const op::attention_decode<f32> multi_head{.batch = 3, .kv_len = 99, .heads = 8, .kv_heads = 8, .head_dim = 64};
  expect_form(form_of(multi_head), "attention_decode_multi_head", {24, 100, 64});
  const op::attention_decode<f32> grouped{.batch = 3, .kv_len = 99, .heads = 32, .kv_heads = 2, .head_dim = 64};
  expect_form(form_of(grouped), "attention_decode_grouped", {6, 16, 100, 64});
  const op::attention_decode<f32> wide{.batch = 3, .kv_len = 99, .heads = 34, .kv_heads = 2, .head_dim = 64};
  expect_form(form_of(wide), "attention_decode_wide", {6, 17, 100, 64});
  // 4 FLOPs for each head, position and element; keys, values, queries and result once.
  EXPECT_EQ(grouped.work().arithmetic, flops{4.0 * 96 * 100 * 64});
  EXPECT_EQ(grouped.work().traffic, bytes{4.0 * 2 * 64 * (6 * 100 + 96)});
}

TEST(Lowering, PrefillIsCausal) {
  const op::attention_prefill<bf16> prompt{.batch = 2, .seq_len = 128, .heads = 8, .kv_heads = 2, .head_dim = 64};
  expect_form(form_of(prompt), "attention_prefill_grouped", {4, 4, 128, 64});
  EXPECT_EQ(prompt.work().arithmetic, flops{4.0 * 2 * 8 * 64 * (128 * 129 / 2)});
  EXPECT_EQ(prompt.work().traffic, bytes{2.0 * 2 * 128 * 64 * (8 + 8 + 2 + 2)});
}

TEST(Lowering, EveryFormIsAMeasuredOperation) {
  const auto nothing = []<Operation>() {};  // one for all: each would be compiled for every pair of operations
  for_each_lowered_operation<f32>([&]<Operation Op>() {
    EXPECT_FALSE(visit_operation(Op::name, precision::f32, nothing)) << Op::name;
    EXPECT_TRUE(visit_any_operation(Op::name, precision::f32, nothing)) << Op::name;
    for_each_type<typename Op::forms>(
        [&]<Operation Form>() { EXPECT_TRUE(visit_operation(Form::name, precision::f32, nothing)) << Form::name; });
  });
}

}  // namespace
}  // namespace calib
