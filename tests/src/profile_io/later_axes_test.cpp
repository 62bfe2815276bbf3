#include "profile_io/later_axes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "calib/profile_error.hpp"
#include "profile_io/reader.hpp"

namespace calib::profile_io {
namespace {

using testing::ElementsAre;

/// A profile with one table as it was written before its last axis was there.
std::string profile_of(const std::string& operation, const std::string& axes, const std::string& rest) {
  return R"({"schema": 1, "id": "old_box", "name": "Old box", "settings": [)"
         R"({"id": "own_1t_warm", "backend": "own", "cache": "warm"}], "default_setting": "own_1t_warm", "tables": [)"
         R"({"operation": ")" +
         operation + R"(", "precision": "f32", "setting": "own_1t_warm", "axes": [)" + axes +
         R"(], "latency_s": [1e-6, 2e-6])" + rest + "}]}";
}

const std::string pointwise_axes = R"({"name": "pixels", "knots": [16, 64]}, {"name": "in_channels", "knots": [8]},
  {"name": "out_channels", "knots": [8]})";

TEST(LaterAxes, ATableFromBeforeHasOneKnotThere) {
  const auto read = read_profile_text(profile_of("conv2d_pointwise", pointwise_axes, ""), "old.json");
  const table_data& table = read.tables.at(0);
  ASSERT_EQ(table.axes.size(), 4U);
  EXPECT_EQ(table.axes[3].name, "stride");
  EXPECT_THAT(table.axes[3].knots, ElementsAre(1U));
  EXPECT_THAT(table.latency_s, ElementsAre(1e-6, 2e-6));
}

TEST(LaterAxes, ItsMeasurementsAreKept) {
  const std::string measured = R"(, "fitted": true, "measurements": {"pixels": [16, 64], "in_channels": [8, 8],
    "out_channels": [8, 8], "latency_s": [1e-6, 2e-6]})";
  const auto read = read_profile_text(profile_of("conv2d_pointwise", pointwise_axes, measured), "old.json");
  EXPECT_THAT(read.tables.at(0).measurements.dims.at(3), ElementsAre(1U, 1U));
}

TEST(LaterAxes, WindowsHadBeenMeasuredAtStrideTwo) {
  const std::string axes = R"({"name": "batch", "knots": [1]}, {"name": "side", "knots": [7, 14]},
    {"name": "in_channels", "knots": [8]}, {"name": "out_channels", "knots": [8]}, {"name": "taps", "knots": [9]})";
  const auto read = read_profile_text(profile_of("conv2d_window", axes, ""), "old.json");
  EXPECT_THAT(read.tables.at(0).axes.at(5).knots, ElementsAre(2U));
}

TEST(LaterAxes, OtherAxesThatAreMissingAreAnError) {
  const std::string axes = R"({"name": "pixels", "knots": [16, 64]}, {"name": "in_channels", "knots": [8]})";
  EXPECT_THROW(read_profile_text(profile_of("conv2d_pointwise", axes, ""), "old.json"), profile_error);
}

}  // namespace
}  // namespace calib::profile_io
