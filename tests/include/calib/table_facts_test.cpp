#include "calib/table_facts.hpp"

#include "calib/look_up.hpp"
#include "static_test.hpp"

namespace calib {
namespace {

constexpr bool passes(const measured_line& line, std::array<std::size_t, 3> dims) { return line.passes(dims); }

constexpr measured_line none{};
constexpr measured_line diagonal{.through = {16, 16, 16}};
constexpr measured_line twice_as_wide{.through = {16, 32, 0}};

CALIB_STATIC_TEST(MeasuredLine, PassesAllShapesWhereThereIsNone, passes(none, {1, 1000, 3}));

CALIB_STATIC_TEST(MeasuredLine, PassesShapesInItsProportionAndNearIt,
                  passes(diagonal, {64, 64, 64}) && passes(diagonal, {64, 64, 60}) && !passes(diagonal, {64, 64, 32}) &&
                      !passes(diagonal, {16, 256, 16}));

CALIB_STATIC_TEST(MeasuredLine, LeavesFreeDimensionsFree,
                  passes(twice_as_wide, {100, 200, 5}) && !passes(twice_as_wide, {100, 100, 5}));

CALIB_STATIC_TEST(MeasuredLine, MakesAnswersOffItExtrapolated, [] {
  constexpr table_facts facts{.fitted = true, .line = diagonal};
  constexpr detail::answer found{seconds{1e-6}, source::interpolated};
  return detail::told_by<3>(facts, {40, 40, 40}, found).source == source::interpolated &&
         detail::told_by<3>(facts, {40, 90, 40}, found).source == source::extrapolated &&
         detail::told_by<3>(table_facts{}, {40, 90, 40}, found).source == source::interpolated;
}());

}  // namespace
}  // namespace calib
