#include "measure/stopping.hpp"

#include <gtest/gtest.h>

#include "measure/error.hpp"

namespace calib::measure {
namespace {

measured_so_far state(std::size_t accepted, double half_width, double seconds = 0.0, double coverage = 0.96) {
  return {.accepted = accepted,
          .taken = accepted,
          .taken_in_launch = accepted,
          .seconds = seconds,
          .interval = {.median = 1.0,
                       .low = 1.0 - half_width,
                       .high = 1.0 + half_width,
                       .coverage = coverage,
                       .effective_samples = static_cast<double>(accepted)}};
}

TEST(Stopping, ConvergesOnANarrowInterval) {
  EXPECT_EQ(judge({}, state(7, 0.009)), verdict::converged);
  EXPECT_EQ(judge({}, state(7, 0.011)), verdict::keep_going);
}

TEST(Stopping, NeverConvergesBelowTheMinimumOfSamples) {
  EXPECT_EQ(judge({.min_samples = 7}, state(6, 0.0)), verdict::keep_going);
  EXPECT_EQ(judge({.min_samples = 7}, state(6, 0.0, 1e9)), verdict::keep_going);
}

TEST(Stopping, EveryLaunchTakesSomeSamplesOfItsOwn) {
  measured_so_far resumed = state(20, 0.0, 1e9);
  resumed.taken_in_launch = 2;
  EXPECT_EQ(judge({.min_samples_per_launch = 3}, resumed), verdict::keep_going);
  resumed.taken_in_launch = 3;
  EXPECT_EQ(judge({.min_samples_per_launch = 3}, resumed), verdict::converged);
}

TEST(Stopping, ANarrowIntervalThatCoversTooLittleDoesNotCount) {
  EXPECT_EQ(judge({}, state(20, 0.001, 0.0, 0.90)), verdict::keep_going);
}

TEST(Stopping, EndsAtTheMaximumOfSamples) {
  EXPECT_EQ(judge({.max_samples = 50}, state(50, 0.5)), verdict::enough_samples);
  EXPECT_EQ(judge({.max_samples = 50}, state(49, 0.5)), verdict::keep_going);
}

TEST(Stopping, EndsWhenItsTimeIsUp) {
  EXPECT_EQ(judge({.max_seconds = 2.0}, state(7, 0.5, 2.0)), verdict::out_of_time);
  EXPECT_EQ(judge({.max_seconds = 2.0}, state(7, 0.5, 1.9)), verdict::keep_going);
}

TEST(Stopping, EndsWhenEverySampleIsRejected) {
  measured_so_far rejected{.accepted = 0, .taken = 99, .taken_in_launch = 99, .seconds = 0.0, .interval = {}};
  EXPECT_EQ(judge({.max_samples = 50}, rejected), verdict::keep_going);
  rejected.taken = 100;
  EXPECT_EQ(judge({.max_samples = 50}, rejected), verdict::enough_samples);
  rejected.taken_in_launch = 2;
  EXPECT_EQ(judge({.min_samples_per_launch = 3, .max_samples = 50}, rejected), verdict::keep_going) << "of this launch";
}

TEST(Stopping, RulesThatCannotBeMetAreRefused) {
  EXPECT_NO_THROW(validate({}));
  EXPECT_THROW(validate({.confidence = 1.0}), error);
  EXPECT_THROW(validate({.relative_half_width = 0.0}), error);
  EXPECT_THROW(validate({.min_samples = 0}), error);
  EXPECT_THROW(validate({.min_samples = 9, .max_samples = 8}), error);
  EXPECT_THROW(validate({.min_samples = 2, .max_samples = 5}), error);
  EXPECT_NO_THROW(validate({.min_samples = 2, .max_samples = 6}));
}

TEST(Stopping, VerdictsHaveNames) {
  EXPECT_EQ(name(verdict::converged), "converged");
  EXPECT_EQ(name(verdict::out_of_time), "out_of_time");
}

}  // namespace
}  // namespace calib::measure
