#include "calibration/peaks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "made_up.hpp"

namespace calib::calibration {
namespace {

TEST(FillInPeaks, RoundsWhatIsNotGiven) {
  test::made_up_machine machine;
  request what = test::made_up_request(machine);
  constexpr auto given = static_cast<std::size_t>(precision::f64);
  what.datasheet.flops_per_s[given] = 123456789012;
  profile_io::profile_data profile;
  profile.settings.resize(1);
  profile.settings[0].id = "made_up_1t_warm";
  profile.settings[0].threads = 1;
  profile_io::table_data copy;
  copy.operation = "copy";
  copy.setting = profile.settings[0].id;
  copy.axes = {{"bytes", {1U << 30U}}};
  copy.latency_s = {1.0 / 3};
  profile.tables = {copy};
  fill_in_peaks(profile, what, *machine);

  EXPECT_EQ(profile.theoretical.peaks.flops_per_s[given], 123456789012);
  profile.theoretical.peaks.flops_per_s[given] = 0;
  EXPECT_EQ(profile.measured.peaks.bandwidth_bytes_per_s, 3.221e9);  // 2^30 B in 1/3 s
  std::size_t known = 0;
  for (const machine_peaks& peaks :
       {profile.theoretical.peaks, profile.measured.peaks, profile.settings[0].peaks,
        machine_peaks{.flops_per_s = {profile.theoretical.clock_hz}, .bandwidth_bytes_per_s = 0}}) {
    std::vector<double> numbers(peaks.flops_per_s.begin(), peaks.flops_per_s.end());
    numbers.push_back(peaks.bandwidth_bytes_per_s);
    for (const double number : numbers) {
      EXPECT_EQ(number, std::stod(fmt::format("{:.4g}", number)));
      known += number > 0;
    }
  }
  EXPECT_GE(known, 6U);
}

}  // namespace
}  // namespace calib::calibration
