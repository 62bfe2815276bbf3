/// Lowered operations: both mappers answer from the table of the form, as the form itself would be answered.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calib/profiles/lowered_box.hpp"
#include "compare_mappers.hpp"

namespace calib {
namespace {

using profiles::lowered_box;
using compiled = mapper<lowered_box>;

constexpr op::attention_decode<f32> multi_head{.batch = 2, .kv_len = 100, .heads = 4, .kv_heads = 4, .head_dim = 64};
constexpr op::attention_decode<f32> grouped{.batch = 2, .kv_len = 100, .heads = 12, .kv_heads = 3, .head_dim = 64};
constexpr op::attention_decode<f32> wide{.batch = 2, .kv_len = 100, .heads = 64, .kv_heads = 2, .head_dim = 64};
constexpr op::max_pool<f32> pool{
    .batch = 2, .channels = 64, .in_h = 56, .in_w = 56, .kernel = 3, .stride = 2, .pad = 1};
constexpr op::conv2d<f32> conv{
    .batch = 1, .in_channels = 64, .in_h = 28, .in_w = 28, .out_channels = 32, .kernel_h = 3, .kernel_w = 3, .pad = 1};

static_assert(compiled::latency(multi_head) ==
              compiled::latency(op::attention_decode_multi_head<f32>{.heads = 8, .positions = 101, .head_dim = 64}));
static_assert(compiled::estimate(wide).error.median == 0.03);
static_assert(compiled::has<op::attention_decode<f32>> && !compiled::has<op::attention_decode<f64>>);
static_assert(!compiled::has<op::conv2d<f32>> && !compiled::answers<op::conv2d<f32>>, "two of five forms");
static_assert(compiled::answers_some<op::conv2d<f32>> && !compiled::answers_some<op::conv2d<f64>>);
static_assert(mapper<lowered_box, setting::own_1t_warm, fallback::roofline>::answers<op::conv2d<f32>>);

// A literal shape asks for the table of its own form only.
static_assert(compiled::latency(conv) ==
              compiled::latency(op::conv2d_3x3<f32>{.batch = 1, .side = 28, .in_channels = 64, .out_channels = 32}));
static_assert(compiled::estimate(conv).source == source::interpolated);

loaded_profile load() { return load_profile(CALIB_TEST_LOWERED_BOX); }

template <class Op>
void expect_both_answer(const Op& op) {
  SCOPED_TRACE(test::shown(op));
  const loaded_profile loaded = load();
  const estimate expected = compiled::estimate(op);
  EXPECT_EQ(compiled::latency(op), expected.latency);
  EXPECT_EQ(loaded.latency(op), expected.latency);
  EXPECT_EQ(loaded.estimate(op), expected);
  EXPECT_EQ(loaded.try_estimate(op).value(), expected);
  EXPECT_EQ(loaded.estimate(Op::name, precision::f32, op.dims()), expected);
}

TEST(LoweredOperations, AreAnsweredAlikeByBothMappers) {
  test::compare_profile<lowered_box>(load());
  expect_both_answer(multi_head);
  expect_both_answer(grouped);
  expect_both_answer(wide);
  expect_both_answer(pool);
}

TEST(LoweredOperations, HaveTheRatesOfTheirOwnWork) {
  const estimate e = compiled::estimate(pool);
  EXPECT_EQ(e.achieved_bandwidth, pool.work().traffic / e.latency);
}

TEST(LoweredOperations, AreNeverMeasuredThemselves) {
  const op::attention_decode_multi_head<f32> knot{.heads = 32, .positions = 1024, .head_dim = 128};
  EXPECT_EQ(compiled::estimate(knot).source, source::measured);
  const op::attention_decode<f32> same{.batch = 1, .kv_len = 1023, .heads = 32, .kv_heads = 32, .head_dim = 128};
  EXPECT_EQ(compiled::estimate(same).source, source::interpolated);
  EXPECT_EQ(compiled::estimate(same).latency, compiled::estimate(knot).latency);
}

TEST(LoweredOperations, AreAnsweredAtRunTimeWhereTheirFormIs) {
  const loaded_profile loaded = load();
  EXPECT_FALSE(loaded.has<op::conv2d<f32>>());
  EXPECT_FALSE(loaded.contains("conv2d", precision::f32));
  EXPECT_TRUE(loaded.contains("attention_decode", precision::f32));
  EXPECT_GT(loaded.latency(conv).count(), 0);
  auto depthwise = conv;
  depthwise.out_channels = depthwise.groups = 64;
  EXPECT_FALSE(loaded.try_estimate(depthwise));
  try {
    (void)loaded.latency(depthwise);
    FAIL() << "there is no table of depthwise convolutions";
  } catch (const no_table_error& e) {
    EXPECT_EQ(e.why(), no_answer::no_table);
    EXPECT_THAT(e.what(), testing::HasSubstr("conv2d_depthwise"));
  }
}

TEST(LoweredOperations, AreRefusedWhereThereIsNoSuchShape) {
  const loaded_profile loaded = load();
  const auto refused = [&](const auto& op) {
    const auto says = [&](auto ask) -> std::string {
      try {
        ask();
      } catch (const impossible_shape& e) {
        return e.what();
      }
      return "answered";
    };
    const std::string found = says([&] { (void)compiled::latency(op); });
    EXPECT_EQ(says([&] { (void)compiled::estimate(op); }), found);
    EXPECT_EQ(says([&] { (void)loaded.latency(op); }), found);
    EXPECT_EQ(says([&] { (void)loaded.estimate(op); }), found);
    EXPECT_EQ(says([&] { (void)loaded.estimate(op.name, precision::f32, op.dims()); }), found);
    EXPECT_FALSE(loaded.try_estimate(op).has_value());
    return found;
  };
  auto large = conv;
  large.kernel_h = large.kernel_w = 31;  // 28 pixels and 2 zeros
  EXPECT_THAT(refused(large), testing::StartsWith("conv2d: kernel_h is more than in_h"));
  auto grouped_by_three = conv;  // of a form without a table: that is not what is wrong with it
  grouped_by_three.groups = 3;
  EXPECT_THAT(refused(grouped_by_three), testing::StartsWith("conv2d: groups do not divide in_channels"));
  auto shared = grouped;
  shared.kv_heads = 5;
  EXPECT_THAT(refused(shared), testing::StartsWith("attention_decode: kv_heads do not divide heads"));
  auto endless = pool;
  endless.batch = largest_size;
  EXPECT_THAT(refused(endless), testing::StartsWith("max_pool: the sizes multiply to more than 2^53"));
  auto padded = pool;  // whose outputs are those of a shape that the table covers
  padded.pad = padded.kernel;
  EXPECT_THAT(refused(padded), testing::StartsWith("max_pool: pad is not below kernel"));
  auto first = multi_head;  // of a decode loop
  first.kv_len = 0;
  EXPECT_EQ(loaded.latency(first), compiled::latency(first));
}

template <class F>
std::string refusal(F&& f) {
  try {
    f();
  } catch (const no_table_error& e) {
    EXPECT_EQ(e.why(), no_answer::no_table);
    return e.what();
  }
  return "answered";
}

TEST(LoweredOperations, ThrowAtRunTimeWhereTheirFormHasNoTable) {
  op::conv2d<f32> depthwise = conv;
  depthwise.out_channels = depthwise.groups = 64;
  EXPECT_EQ(refusal([&] { (void)compiled::latency(depthwise); }),
            "profile lowered_box has no table of conv2d_depthwise f32 in setting own_1t_warm, nor in another: measure "
            "it with `calib run --ops conv2d_depthwise --precision f32`, or name a fallback (calib/fallback.hpp)");
  EXPECT_THAT(refusal([&] { (void)compiled::estimate(depthwise); }), testing::HasSubstr("conv2d_depthwise f32"));
  const std::array shapes{conv, depthwise};
  std::array<seconds, 2> latencies{};
  EXPECT_THROW(compiled::latencies(shapes, latencies), no_table_error);
  EXPECT_EQ(compiled::latency(conv), load().latency(conv));
  op::conv2d<f32> strided = conv;
  strided.stride = 2;
  EXPECT_THAT(refusal([&] { (void)compiled::latency(strided); }), testing::HasSubstr("conv2d_window f32"));
}

TEST(LoweredOperations, TakeATableWhereThereIsOneAndTheFallbackElsewhere) {
  using lenient = mapper<lowered_box, setting::own_1t_warm, fallback::roofline>;
  EXPECT_EQ(lenient::estimate(conv).source, source::interpolated);
  auto strided = conv;
  strided.stride = 2;
  const estimate e = lenient::estimate(strided);
  EXPECT_EQ(e.source, source::roofline);
  EXPECT_EQ(e.efficiency, 1.0);  // by its own work, not that of the form
}

TEST(LoweredOperations, AtAStrideThatWasNotMeasuredAreExtrapolated) {
  // A table from before convolutions of 1 x 1 were told apart by their stride.
  const loaded_profile old = parse_profile(
      R"({"schema": 1, "id": "old_box", "name": "Old box", "default_setting": "a_1t_warm",
          "settings": [{"id": "a_1t_warm", "backend": "a", "threads": 1, "cache": "warm"}],
          "tables": [{"operation": "conv2d_pointwise", "precision": "f32", "setting": "a_1t_warm",
                      "axes": [{"name": "pixels", "knots": [16, 64]}, {"name": "in_channels", "knots": [8]},
                               {"name": "out_channels", "knots": [8]}], "latency_s": [1e-6, 2e-6]}]})");
  op::conv2d<f32> pointwise{
      .batch = 1, .in_channels = 8, .in_h = 8, .in_w = 8, .out_channels = 8, .kernel_h = 1, .kernel_w = 1};
  EXPECT_EQ(old.estimate(pointwise).latency.count(), 2e-6);
  EXPECT_EQ(old.estimate(pointwise).source, source::interpolated);
  pointwise.stride = 2;
  EXPECT_EQ(old.estimate(pointwise).source, source::extrapolated);
  EXPECT_EQ(old.estimate(pointwise).latency.count(), 1e-6) << "as its 16 pixels take without";
}

TEST(LoweredOperations, BeyondATableThePeakHoldsForTheirOwnWork) {
  const loaded_profile fast = parse_profile(
      R"({"schema": 1, "id": "fast_box", "name": "Fast box", "default_setting": "a_1t_warm",
          "settings": [{"id": "a_1t_warm", "backend": "a", "threads": 1, "cache": "warm",
                        "peaks": {"flops_per_s": {"f32": 1e9}, "bandwidth_bytes_per_s": 1e15}}],
          "tables": [{"operation": "conv2d_3x3", "precision": "f32", "setting": "a_1t_warm",
                      "axes": [{"name": "batch", "knots": [1]}, {"name": "side", "knots": [8]},
                               {"name": "in_channels", "knots": [64]}, {"name": "out_channels", "knots": [64]}],
                      "latency_s": [1e-9]}]})");
  // Of its 30 pixels, the form counts 25.
  const op::conv2d<f32> oblong{
      .batch = 1, .in_channels = 64, .in_h = 8, .in_w = 7, .out_channels = 64, .kernel_h = 3, .kernel_w = 3};
  const estimate e = fast.estimate(oblong);
  EXPECT_EQ(e.source, source::extrapolated);
  EXPECT_NEAR(e.efficiency, 1.5, 1e-12);
  const auto dims = oblong.dims();
  EXPECT_EQ(fast.estimate("conv2d", precision::f32, dims).latency, e.latency);
}

TEST(LoweredOperations, HaveNoTableOfTheirOwn) {
  try {
    (void)parse_profile(
        R"({"schema": 1, "id": "x", "name": "x", "default_setting": "a_1t_warm",
            "settings": [{"id": "a_1t_warm", "backend": "a", "threads": 1, "cache": "warm"}],
            "tables": [{"operation": "conv2d", "precision": "f32", "setting": "a_1t_warm",
                        "axes": [{"name": "batch", "knots": [1]}], "latency_s": [1]}]})");
    FAIL() << "a table of conv2d was accepted";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("conv2d_pointwise, conv2d_3x3"));
  }
}

}  // namespace
}  // namespace calib
