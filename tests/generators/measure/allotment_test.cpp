#include "measure/allotment.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace calib::measure {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

standing measured(std::size_t table, double error, double visit_s) {
  return {.table = table, .open = true, .has_minimum = true, .error = error, .visit_s = visit_s};
}

standing ended(std::size_t table) {
  return {.table = table, .open = false, .has_minimum = true, .error = 0.5, .visit_s = 1.0};
}

TEST(Allotment, NobodyGetsMoreBeforeAllHaveTheirMinimum) {
  standing lacking{.table = 1, .open = true, .has_minimum = false, .error = 0.0, .visit_s = 5.0};
  EXPECT_THAT(next_visits(std::vector{measured(0, 100.0, 1e-3), lacking, measured(1, 3.0, 1e-3)}), ElementsAre(1));
  lacking.open = false;  // it failed, or there is no time for it
  EXPECT_THAT(next_visits(std::vector{measured(0, 100.0, 1e-3), lacking}), ElementsAre(0));
}

TEST(Allotment, TimeGoesToTheTablesWithTheLargestErrors) {
  EXPECT_THAT(next_visits(std::vector{measured(0, 8.0, 1.0), measured(1, 3.9, 1.0), measured(2, 4.0, 1.0)}),
              ElementsAre(0, 2));
}

TEST(Allotment, ATablesErrorIsTheMeanOfAllItsWorkloads) {
  // One bad workload among ten leaves a table better than one whose two are both middling.
  std::vector<standing> all{measured(0, 8.0, 2.0), measured(1, 4.0, 1.0), measured(1, 4.0, 1.0)};
  for (int i = 0; i < 9; ++i) {
    all.push_back(ended(0));
  }
  EXPECT_THAT(next_visits(all), ElementsAre(1, 2));
}

TEST(Allotment, CheapTablesAreNeverStarved) {
  EXPECT_THAT(next_visits(std::vector{measured(0, 8.0, 1.0), measured(1, 1.1, 0.3), measured(1, 1.1, 0.1)}),
              ElementsAre(0, 1, 2));  // 0.4 s beside 1 s for two tables
  EXPECT_THAT(next_visits(std::vector{measured(0, 8.0, 1.0), measured(1, 1.1, 0.3), measured(1, 1.1, 0.3)}),
              ElementsAre(0));
}

TEST(Allotment, WhatHasEndedIsNotVisited) {
  EXPECT_THAT(next_visits(std::vector{ended(0), ended(1)}), IsEmpty());
  EXPECT_THAT(next_visits(std::vector{ended(0), measured(0, 1.5, 1.0)}), ElementsAre(1));
  EXPECT_THAT(next_visits({}), IsEmpty());
}

TEST(Allotment, OneOfEachTableComesFirst) {
  const std::vector<std::size_t> tables{0, 0, 0, 1, 2, 2}, order{2, 4, 0, 5, 1, 3};
  EXPECT_THAT(one_of_each_table_first(order, tables), ElementsAre(2, 4, 3, 0, 5, 1));
  EXPECT_THAT(one_of_each_table_first(order, {}), ElementsAreArray(order));
}

}  // namespace
}  // namespace calib::measure
