#include "calib/units.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "tests/include/calib/run_time.hpp"
#include "tests/include/calib/static_test.hpp"

namespace calib {
namespace {

using namespace std::chrono_literals;
using test::at_run_time;

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};

CALIB_STATIC_TEST(Units, SumsNeedOneUnit,
                  Addable<flops, flops> && !Addable<flops, bytes> && !Addable<flops, double> &&
                      !Addable<flops_per_second, bytes_per_second>);
CALIB_STATIC_TEST(Units, ComparisonsNeedOneUnit,
                  Comparable<bytes, bytes> && !Comparable<bytes, flops> && !Comparable<bytes, double>);
CALIB_STATIC_TEST(Units, NothingConverts,
                  !std::is_convertible_v<double, flops> && !std::is_convertible_v<flops, double> &&
                      !std::is_convertible_v<flops, bytes>);
CALIB_STATIC_TEST(Units, CostsWhatADoubleCosts, sizeof(flops) == sizeof(double) && std::is_trivially_copyable_v<flops>);

static_assert(std::is_same_v<decltype(flops{} / flops_per_second{}), seconds>);
static_assert(std::is_same_v<decltype(bytes{} / bytes_per_second{}), seconds>);
static_assert(!std::is_same_v<decltype(flops{} / bytes_per_second{}), seconds>);
static_assert(std::is_same_v<decltype(flops{} / bytes{}), flops_per_byte>);
static_assert(std::is_same_v<decltype(flops{} / seconds{}), flops_per_second>);
static_assert(std::is_same_v<decltype(bytes_per_second{} * seconds{}), bytes>);
static_assert(std::is_same_v<decltype(flops_per_byte{} * bytes_per_second{}), flops_per_second>);
static_assert(std::is_same_v<decltype(flops{} / flops{}), double>);

CALIB_STATIC_TEST(Units, WorkOverRateIsTime,
                  flops{1e9} / flops_per_second{1e9} == 1s && flops{3e9} / flops_per_second{1e12} == 3ms);
CALIB_STATIC_TEST(Units, RateTimesTimeIsWork, bytes_per_second{75e9} * seconds{2} == bytes{150e9});
CALIB_STATIC_TEST(Units, WorkOverTimeIsRate,
                  flops{4} / seconds{2} == flops_per_second{2} && bytes{12} / seconds{3} == bytes_per_second{4});
CALIB_STATIC_TEST(Units, FlopsOverBytesIsIntensity,
                  flops{6} / bytes{3} == flops_per_byte{2} &&
                      flops{8} / bytes{2} * bytes_per_second{10} == flops_per_second{40});
CALIB_STATIC_TEST(Units, EqualUnitsDivideToANumber, bytes{6} / bytes{4} == 1.5);
CALIB_STATIC_TEST(Units, NumbersScale,
                  2.0 * bytes{3} == bytes{6} && bytes{6} / 2.0 == bytes{3} && 2 * flops{3} - flops{1} == flops{5} &&
                      flops{1} / 4.0 < flops{1} && flops{} == flops{0});
CALIB_STATIC_TEST(Units, TimeComparesWithLiterals, seconds{0.0039} < 4ms);

TEST(Units, DividingWorkByARateGivesATime) {
  const seconds time = flops{at_run_time(3e9)} / flops_per_second{at_run_time(1e12)};
  EXPECT_EQ(time, 3ms);
  EXPECT_LT(time, 4ms);
  EXPECT_EQ(bytes{at_run_time(5e9)} / bytes_per_second{at_run_time(1e10)}, 500ms);
}

TEST(Units, DividingWorkByATimeGivesARate) {
  EXPECT_EQ(flops{at_run_time(12.0)} / seconds{3}, flops_per_second{4});
  EXPECT_EQ(bytes{at_run_time(12.0)} / seconds{3}, bytes_per_second{4});
}

TEST(Units, IntensityTimesBandwidthIsArithmeticRate) {
  const flops_per_byte intensity = flops{at_run_time(8.0)} / bytes{at_run_time(2.0)};
  EXPECT_EQ(intensity.value, 4.0);
  EXPECT_EQ(intensity * bytes_per_second{10}, flops_per_second{40});
}

TEST(Units, ARateTimesATimeIsWork) { EXPECT_EQ(flops_per_second{at_run_time(1e9)} * 2ms, flops{2e6}); }

TEST(Units, EqualQuantitiesDivideToAPlainNumber) {
  const double ratio = bytes{at_run_time(6.0)} / bytes{at_run_time(4.0)};
  EXPECT_EQ(ratio, 1.5);
}

TEST(Units, SumsAndScalesKeepTheirUnit) {
  const flops sum = 2 * flops{at_run_time(3.0)} + flops{1} * 4.0 - flops{1} / 2.0;
  EXPECT_EQ(sum.value, 9.5);
  EXPECT_GT(sum, flops{9});
}

}  // namespace
}  // namespace calib
