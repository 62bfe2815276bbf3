/// Profiles without tables: all mappers answer by the roofline, and say so.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calib/calib.h"
#include "calib/loaded_network.hpp"
#include "calib/profiles/datasheet_box.hpp"
#include "compare_mappers.hpp"

namespace calib {
namespace {

using profiles::datasheet_box;
using compiled = mapper<datasheet_box>;

constexpr op::gemm<f32> product{.m = 1000, .n = 1000, .k = 1000};  // 2e9 FLOP at 1e12 FLOP/s
constexpr op::max_pool<f32> pool{.batch = 1, .channels = 64, .in_h = 112, .in_w = 112, .kernel = 3, .stride = 2};

static_assert(compiled::answers<op::gemm<f32>> && !compiled::has<op::gemm<f32>>);
static_assert(compiled::estimate(product).source == source::roofline);
static_assert(compiled::estimate(product).efficiency == 1);
static_assert(compiled::latency(product).count() == 2e-3);
static_assert(!mapper<datasheet_box, setting::unknown>::answers<op::gemm<f32>>, "no peak, no roofline");
static_assert(!mapper<datasheet_box, setting::datasheet, fallback::error>::answers<op::gemm<f32>>);

loaded_profile load() { return load_profile(CALIB_TEST_DATASHEET_BOX); }

TEST(ProfileWithoutTables, IsAnsweredAlikeByBothMappers) {
  const loaded_profile loaded = load();
  test::compare_profile<datasheet_box>(loaded);
  EXPECT_EQ((test::compare_rooflines<datasheet_box, op::all<f32>>(loaded)), op::all<f32>::size - 1) << "all but calls";
  EXPECT_EQ((test::compare_rooflines<datasheet_box, op::lowered<f32>>(loaded)), op::lowered<f32>::size);
}

TEST(ProfileWithoutTables, HasNoTableAllTheSame) {
  const loaded_profile loaded = load();
  EXPECT_FALSE(loaded.has<op::gemm<f32>>());
  EXPECT_FALSE(loaded.contains("conv2d", precision::f32));
  EXPECT_FALSE(loaded.find<op::gemm<f32>>());
  EXPECT_THROW((void)loaded.table<op::gemm<f32>>(), no_table_error);
}

TEST(ProfileWithoutTables, RefusesWhereThereIsNoPeak) {
  const loaded_profile loaded = load();
  const auto why = [](const auto& ask) {
    try {
      ask();
    } catch (const no_table_error& e) {
      return e.why();
    }
    throw std::logic_error("answered");
  };
  EXPECT_EQ(why([&] { (void)loaded.latency(product, "unknown"); }), no_answer::no_peak);
  EXPECT_EQ(why([&] { (void)loaded.estimate(product, "no_such"); }), no_answer::unknown_setting);
  EXPECT_EQ(why([&] { (void)loaded.estimate(op::dispatch<f32>{}); }), no_answer::no_table);
  EXPECT_EQ(why([&] { (void)loaded.estimate("gemm", precision::f32, product.dims(), "unknown"); }), no_answer::no_peak);
  EXPECT_FALSE(loaded.try_estimate(product, "unknown"));
  EXPECT_FALSE(loaded.try_estimate(product, "no_such"));
}

static_assert(!compiled::answers<op::gemm<f64>> && !compiled::answers<op::conv2d<f64>>,
              "arithmetic, and no peak of it");
static_assert(!compiled::answers<op::dispatch<f32>>, "the time of a call, which no peak tells");
static_assert(compiled::answers<op::copy<f64>> && compiled::answers<op::max_pool<f64>>);

// Bytes alone would make 1e9 operations a matter of nanoseconds.
TEST(ProfileWithoutTables, RefusesStatedCostsWhereThereIsNoPeak) {
  const auto scanned_in = [](const std::string& precision) {
    const network net = parse_network(R"({"schema": 1, "id": "scan", "name": "Scan", "precision": ")" + precision +
                                      R"(", "inputs": [{"name": "x", "elements": 8}], "layers": [{"name": "scanned",
        "operation": "custom", "sizes": {"flops": 1000000000, "bytes": 64}, "inputs": ["x"], "output": 8}]})");
    return price(load(), net, {}, {}, {}).latency.count();
  };
  EXPECT_EQ(scanned_in("f32"), 1e-3);
  try {
    scanned_in("f64");
    FAIL() << "answered";
  } catch (const no_table_error& e) {
    EXPECT_EQ(e.why(), no_answer::no_peak);
    EXPECT_THAT(e.what(), testing::HasSubstr("layer scanned: its cost is stated, and profile datasheet_box has no "
                                             "arithmetic peak for f64 in setting datasheet"));
  }
}

TEST(ProfileWithoutTables, NamesThePeakThatIsMissing) {
  const loaded_profile loaded = load();
  const auto says = [](const auto& ask) -> std::string {
    try {
      ask();
    } catch (const no_table_error& e) {
      EXPECT_EQ(e.why(), no_answer::no_peak);
      return e.what();
    }
    return "answered";
  };
  EXPECT_EQ(says([&] {
              (void)loaded.latency(op::gemm<i8>{8, 8, 8});
            }),
            "gemm i8: profile datasheet_box has no arithmetic peak for i8 in setting datasheet, so its roofline is "
            "unknown (its peaks: made up); add /settings/0/peaks/flops_per_s/i8 to it, or ask in one of f32");
  EXPECT_EQ(
      says([&] { (void)loaded.latency(product, "unknown"); }),
      "gemm f32: profile datasheet_box has no arithmetic peak for f32 and no bandwidth peak in setting unknown, so "
      "its roofline is unknown (its peaks: made up); add /settings/1/peaks/flops_per_s/f32 and "
      "/settings/1/peaks/bandwidth_bytes_per_s to it");
  EXPECT_THAT(says([&] { (void)loaded.latency(pool, "unknown"); }),
              testing::AllOf(testing::HasSubstr("max_pool f32: "), testing::HasSubstr("has no bandwidth peak in")));
  // Work without arithmetic needs no arithmetic peak.
  EXPECT_EQ(loaded.estimate(op::copy<i8>{.bytes = 1000}).bound, bound::memory);
  EXPECT_EQ(loaded.latency(op::copy<i8>{.bytes = 1000}), compiled::latency(op::copy<i8>{.bytes = 1000}));
}

TEST(ProfileWithoutTables, AnswersInC) {
  calib_profile* box = nullptr;
  ASSERT_EQ(calib_load(CALIB_TEST_DATASHEET_BOX, &box), CALIB_OK) << calib_last_error();
  double seconds = 0;
  const auto product_dims = product.dims();
  calib_table* gemm = nullptr;
  ASSERT_EQ(calib_table_open(box, "gemm", CALIB_F32, nullptr, &gemm), CALIB_OK) << calib_last_error();
  EXPECT_EQ(calib_table_latency(gemm, product_dims.data(), product_dims.size(), &seconds), CALIB_OK);
  EXPECT_EQ(seconds, compiled::latency(product).count());
  // A lowered operation is answered for its own work, not for that of the form which would carry it out.
  const auto dims = pool.dims();
  calib_table* max_pool = nullptr;
  ASSERT_EQ(calib_table_open(box, "max_pool", CALIB_F32, nullptr, &max_pool), CALIB_OK) << calib_last_error();
  EXPECT_EQ(calib_table_latency(max_pool, dims.data(), dims.size(), &seconds), CALIB_OK);
  EXPECT_EQ(seconds, compiled::latency(pool).count());
  calib_estimate_result result{};
  EXPECT_EQ(calib_estimate(box, "max_pool", "f32", dims.data(), dims.size(), &result), CALIB_OK);
  EXPECT_EQ(result.latency_s, seconds);
  EXPECT_EQ(result.source, CALIB_ROOFLINE);
  calib_profile* unknown = nullptr;
  ASSERT_EQ(calib_in_setting(box, "unknown", &unknown), CALIB_OK);
  EXPECT_EQ(calib_latency(unknown, "gemm", "f32", product_dims.data(), product_dims.size(), &seconds), CALIB_NO_PEAK);
  calib_free(unknown);
  calib_table_free(max_pool);
  calib_table_free(gemm);
  calib_free(box);
}

}  // namespace
}  // namespace calib
