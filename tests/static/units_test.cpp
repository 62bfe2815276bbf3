#include "calib/units.hpp"

#include <type_traits>

#include "static_test.hpp"

namespace {

using namespace calib;
using namespace std::chrono_literals;

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};

CALIB_STATIC_TEST(Units, WorkOverRateIsTime, flops{1e9} / flops_per_second{1e9} == 1s);
CALIB_STATIC_TEST(Units, RateTimesTimeIsWork, bytes_per_second{75e9} * seconds{2} == bytes{150e9});
CALIB_STATIC_TEST(Units, WorkOverTimeIsRate, flops{4} / seconds{2} == flops_per_second{2});
CALIB_STATIC_TEST(Units, FlopsOverBytesIsIntensity, flops{6} / bytes{3} == flops_per_byte{2});
CALIB_STATIC_TEST(Units, EqualUnitsDivideToANumber, std::is_same_v<decltype(flops{6} / flops{3}), double>);
CALIB_STATIC_TEST(Units, NumbersScale, 2.0 * bytes{3} == bytes{6} && bytes{6} / 2.0 == bytes{3});
CALIB_STATIC_TEST(Units, SumsNeedOneUnit, Addable<flops, flops> && !Addable<flops, bytes> && !Addable<flops, double>);
CALIB_STATIC_TEST(Units, ComparisonsNeedOneUnit, Comparable<bytes, bytes> && !Comparable<bytes, flops>);
CALIB_STATIC_TEST(Units, NumbersDoNotConvert, !std::is_convertible_v<double, flops>);
CALIB_STATIC_TEST(Units, TimeComparesWithLiterals, seconds{0.0039} < 4ms);
CALIB_STATIC_TEST(Units, CostsWhatADoubleCosts, sizeof(flops) == sizeof(double) && std::is_trivially_copyable_v<flops>);

}  // namespace
