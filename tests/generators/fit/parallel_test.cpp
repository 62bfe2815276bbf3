#include "fit/parallel.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace calib::fit {
namespace {

TEST(ForEachIndex, CallsEachOnceOnAnyNumberOfThreads) {
  for (const unsigned threads : {0U, 1U, 2U, 7U}) {
    for (const std::size_t count : {0U, 1U, 2U, 100U}) {
      std::vector<int> calls(count);
      for_each_index(count, threads, [&](std::size_t i) { ++calls[i]; });
      EXPECT_EQ(calls, std::vector<int>(count, 1)) << threads;
    }
  }
}

TEST(ForEachIndex, RethrowsWhatACallThrew) {
  for (const unsigned threads : {1U, 3U}) {
    EXPECT_THROW(for_each_index(50, threads,
                                [](std::size_t i) {
                                  if (i == 20) throw std::runtime_error("20");
                                }),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace calib::fit
