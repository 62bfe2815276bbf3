#include "fit/falls.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "runtime/as_loaded.hpp"

namespace calib::fit {
namespace {

profile_io::profile_data profile_of(profile_io::table_data table) {
  profile_io::profile_data profile;
  profile.id = profile.name = profile.default_setting = table.setting = "somelib_1t_warm";
  profile_io::setting_data& setting = profile.settings.emplace_back();
  setting.id = profile.id;
  setting.backend = "somelib";
  profile.tables.push_back(std::move(table));
  return profile;
}

fall_count falls_of(profile_io::table_data table) {
  const profile_io::profile_data profile = profile_of(std::move(table));
  return count_falls(as_loaded(profile), profile.tables[0]);
}

// One dimension, latencies at these knots; as far as measured.
profile_io::table_data relu(std::vector<std::uint64_t> knots, std::vector<double> latency_s) {
  profile_io::table_data table;
  table.operation = "relu";
  table.axes = {{"elements", std::move(knots)}};
  table.latency_s = std::move(latency_s);
  return table;
}

// From 64 to 128 latency falls to a half; that of sizes from about 33 to 121 falls when they are doubled: 1.9 of the
// eight octaves that can be doubled, or 88 of 255 sizes.
TEST(CountFalls, IsTheShareOfShapesWhoseDoubleTakesLessTime) {
  const fall_count found = falls_of(relu({1, 64, 128, 512}, {2e-6, 2e-6, 1e-6, 1e-6}));
  EXPECT_GT(found.shapes, 200U);
  EXPECT_NEAR(found.share(), 88.0 / 255, 0.02) << "each is drawn once, so many that all are";
}

TEST(CountFalls, IsNoneWhereLatencyRisesOrNothingCanBeDoubled) {
  const fall_count rising = falls_of(relu({1, 64, 128, 512}, {1e-6, 2e-6, 4e-6, 5e-6}));
  EXPECT_GT(rising.shapes, 200U);
  EXPECT_EQ(rising.count, 0U);
  EXPECT_EQ(falls_of(relu({100, 150}, {1e-6, 1e-7})).shapes, 0U);
}

TEST(CountFalls, AsksForSizesThatWereMeasured) {
  profile_io::table_data table = relu({1, 256, 4096}, {1e-6, 2e-6, 1e-6});
  table.fitted = true;
  table.axes[0].measured = {1, 256};
  EXPECT_EQ(falls_of(table).count, 0U);
}

}  // namespace
}  // namespace calib::fit
