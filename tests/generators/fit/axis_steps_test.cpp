#include "fit/axis_steps.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace calib::fit {
namespace {

struct lattice {
  std::vector<shape> shapes;
  Eigen::VectorXd values;
};

lattice over(const std::vector<std::size_t>& sizes, const std::function<double(std::size_t)>& value_at) {
  lattice rows;
  for (const std::size_t m : sizes) {
    for (const std::size_t n : {64U, 256U, 1024U, 4096U}) rows.shapes.push_back({m, n});
  }
  rows.values.resize(std::ssize(rows.shapes));
  for (std::size_t i = 0; i < rows.shapes.size(); ++i) {
    const double wave = 0.02 * std::sin(static_cast<double>(i));  // no two rows agree to the last digit
    rows.values[static_cast<Eigen::Index>(i)] = value_at(rows.shapes[i][0]) + wave;
  }
  return rows;
}

const std::vector<std::size_t> small_and_large{1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128};

stepped_axes steps_of(const lattice& rows) { return find_steps(rows.shapes, rows.values); }

TEST(FindSteps, FindsTheSizeBelowWhichAnotherKernelIsAtWork) {
  for (const std::size_t last : {1U, 2U, 4U, 8U, 16U}) {
    const stepped_axes found = steps_of(over(small_and_large, [last](std::size_t m) { return m <= last ? 1.6 : 0.0; }));
    ASSERT_EQ(found.size(), 2U);
    ASSERT_EQ(found[0].steps.size(), 1U) << last;
    EXPECT_EQ(found[0].steps[0].below, last);
    EXPECT_GT(found[0].steps[0].above, last);
    EXPECT_FALSE(found[1].any());
  }
}

TEST(FindSteps, FindsAKernelThatIsFasterAtSomeShapesAndSlowerAtOthers) {
  lattice rows = over(small_and_large, [](std::size_t) { return 0.0; });
  for (Eigen::Index i = 0; i < 4; ++i) rows.values[i] += i % 2 == 0 ? 0.5 : -0.5;
  const stepped_axes found = steps_of(rows);
  ASSERT_EQ(found[0].steps.size(), 1U);
  EXPECT_EQ(found[0].steps[0], (axis_step{1, 2}));
}

TEST(FindSteps, FindsNoneWhereLatencyChangesEvenly) {
  const auto even = [](std::size_t m) { return 0.3 * std::log2(static_cast<double>(m)); };
  EXPECT_FALSE(steps_of(over(small_and_large, even))[0].any());
  EXPECT_FALSE(steps_of(over({1, 64}, even))[0].any()) << "one difference is nothing to compare with";
}

TEST(FindSteps, LeavesLargeSizesToPhasesAndClasses) {
  EXPECT_FALSE(steps_of(over(small_and_large, [](std::size_t m) { return m > 32 ? 1.0 : 0.0; }))[0].any());
}

TEST(FindSteps, IsSilentAboutSizesFarApart) {
  EXPECT_FALSE(steps_of(over({1, 16, 32, 64, 128}, [](std::size_t m) { return m == 1 ? 1.0 : 0.0; }))[0].any());
}

TEST(FindSteps, NeedsRowsThatAreAlikeButForTheSize) {
  const std::vector<shape> shapes{{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}, {6, 60}};
  const Eigen::VectorXd values{{1.6, 0, 0, 0, 0, 0}};
  for (const stepped_axis& axis : find_steps(shapes, values)) EXPECT_FALSE(axis.any());
}

TEST(ShiftsOf, MoveSizesOnEitherSideOfAStepFarApart) {
  const lattice rows = over(small_and_large, [](std::size_t m) { return m == 1 ? 1.6 : 0.0; });
  const stepped_axes axes = steps_of(rows);
  for (const std::uint32_t period : {1U, 64U}) {
    const std::vector<axis_phase> phases{{.period = period, .weight = 0.5}, {}};
    const feature_matrix shifts = shifts_of(rows.shapes, axes, phases);
    EXPECT_EQ(shifts.col(1).cwiseAbs().maxCoeff(), 0) << "no step on this axis";
    EXPECT_EQ(shifts(0, 0), 0);
    EXPECT_GT(shifts(4, 0) - shifts(0, 0), 5);
  }
}

TEST(ShiftsOf, HaveSizesAsFarApartAsTheyDifferUnlessAPhaseDoes) {
  const lattice rows = over(small_and_large, [](std::size_t m) { return (m == 1 ? 1.6 : 0.0) + (m > 64 ? 0.3 : 0.0); });
  const stepped_axes axes = steps_of(rows);
  const std::vector<shape> asked{{2, 64}, {16, 64}, {64, 64}, {128, 64}};
  const std::vector<axis_phase> none(2);
  const Eigen::VectorXd places =
      (features_of(effective_coordinates(asked, none)) + shifts_of(asked, axes, none)).col(0);
  EXPECT_LT(places[1] - places[0], 1.5) << "three octaves in which nothing changes";
  EXPECT_GT(places[3] - places[2], 2) << "one octave in which latency does";
  EXPECT_TRUE((places.tail(3).array() > places.head(3).array()).all());
  const Eigen::VectorXd under_phase = shifts_of(asked, axes, std::vector<axis_phase>{{64, 0.5}, {}}).col(0);
  EXPECT_EQ(under_phase.minCoeff(), under_phase.maxCoeff());
}

}  // namespace
}  // namespace calib::fit
