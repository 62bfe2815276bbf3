#include "measure/company.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "fakes.hpp"
#include "measure/error.hpp"

namespace calib::measure {
namespace {

using test::bench;
using test::fake_workload;
using test::recorder;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<company> of_bytes(const std::vector<std::size_t>& bytes, const std::vector<std::size_t>& order,
                              const std::vector<std::size_t>& rest, std::size_t company_bytes) {
  return companies(
      order, rest, [&](std::size_t index) { return bytes[index]; }, company_bytes);
}

TEST(Company, EndsWithTheMemberThatMakesItLargeEnough) {
  const auto all = of_bytes({6, 6, 6, 6}, {3, 2, 1, 0}, {}, 10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(all[0].members, ElementsAre(3, 2));
  EXPECT_THAT(all[1].members, ElementsAre(1, 0));
}

TEST(Company, OthersJoinWhatIsLeftForTheLastOne) {
  const auto all = of_bytes({40, 16, 12, 12, 36}, {0, 1}, {2, 3, 4}, 40);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(all[0].others, IsEmpty());
  EXPECT_THAT(all[1].members, ElementsAre(1));
  EXPECT_THAT(all[1].others, ElementsAre(2, 3));
}

TEST(Company, OneThatWouldMakeItTwiceAsLargeDoesNotJoin) {
  const auto all = of_bytes({4, 16, 6}, {0}, {1, 2}, 10);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].others, ElementsAre(2));
}

TEST(Company, MembersAreAlikeInSize) {
  const auto all = of_bytes({1, 1000, 2, 3000, 3}, {0, 1, 2, 3, 4}, {}, 6);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_THAT(all[0].members, ElementsAre(0, 2, 4));
  EXPECT_THAT(all[1].members, ElementsAre(1));
  EXPECT_THAT(all[2].members, ElementsAre(3));
}

TEST(Company, CompaniesAreInTheOrderOfTheirFirstMembers) {
  const auto all = of_bytes({1, 1000, 5}, {1, 0, 2}, {}, 6);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(all[0].members, ElementsAre(1));
  EXPECT_THAT(all[1].members, ElementsAre(0, 2));
}

TEST(Company, SmallOnesAreJoinedByOthersAlikeBeforeTheyMeetLargeOnes) {
  const auto all = of_bytes({3, 1000, 2, 900, 3}, {1, 0}, {3, 2, 4}, 8);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(all[0].members, ElementsAre(1));
  EXPECT_THAT(all[1].members, ElementsAre(0));
  EXPECT_THAT(all[1].others, ElementsAre(2, 4));
}

TEST(Company, SmallOnesMeetLargeOnesWhereTooFewAreAlike) {
  const auto all = of_bytes({3, 1000, 2}, {1, 0}, {2}, 8);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].members, ElementsAre(0, 1));
}

TEST(Company, TheMostAlikeJoinFirst) {
  const auto all = of_bytes({1000, 1, 900, 900}, {0}, {1, 2, 3}, 1900);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].others, ElementsAre(2));
}

TEST(Company, NobodyMakesNone) { EXPECT_THAT(of_bytes({}, {}, {}, 10), IsEmpty()); }

/// Workloads of ten bytes each, in companies of 30, that note who is called.
struct in_company {
  explicit in_company(double call_s = 1e-6) {
    b.options.cache = cache_state::network;
    b.options.company_bytes = 30;
    b.options.memory_budget_bytes = 1000;
    b.options.passes_per_group = 8;
    for (int i = 0; i < 7; ++i) works.emplace_back("w" + std::to_string(i), b.clock, call_s, 10);
    for (std::size_t i = 0; i < works.size(); ++i) works[i].on_run = [this, i] { called.push_back(i); };
  }
  run_result run() {
    std::vector<const workload*> views;
    for (const fake_workload& one : works) views.push_back(&one);
    return b.run(views);
  }

  bench b;
  std::vector<fake_workload> works;
  std::vector<std::size_t> called;
};

TEST(Company, ASampleIsASingleCall) {
  in_company all;
  for (const result& one : all.run().results) {
    EXPECT_EQ(one.batch, 1U);
    EXPECT_EQ(one.ended, series_end::converged);
    EXPECT_NEAR(one.wall.median, 1e-6, 1e-12);
  }
}

// In a company of three, the same one comes twice in a row only where one order ends as the next begins; called again
// and again, always.
TEST(Company, OthersAreCalledBetweenTwoCallsOfOne) {
  in_company all;
  static_cast<void>(all.run());
  std::size_t repeated = 0;
  for (std::size_t i = 1; i < all.called.size(); ++i) repeated += all.called[i] == all.called[i - 1] ? 1 : 0;
  // Choosing its batch calls each a second time.
  EXPECT_LT(repeated, all.works.size() + all.called.size() / 4);
}

TEST(Company, ActivationsAreWrittenRightBeforeEachSample) {
  in_company all;
  std::size_t last = 0, written = 0;
  for (std::size_t i = 0; i < all.works.size(); ++i) {
    all.works[i].on_touch = [&, i] {
      last = i;
      ++written;
      all.b.clock.spend(1e-3);  // not timed
    };
    all.works[i].on_run = [&, i] {
      if (written > 0 && last == i) all.called.push_back(i);
    };
  }
  std::size_t samples = 0;
  for (const result& one : all.run().results) {
    samples += one.accepted + one.rejected;
    EXPECT_NEAR(one.wall.median, 1e-6, 1e-12);
  }
  EXPECT_GE(written, samples);
  EXPECT_GE(all.called.size(), samples);
}

// What is measured enough goes on as company of what is not.
TEST(Company, OneThatNeedsMoreSamplesIsNeverAlone) {
  in_company all;
  int calls = 0;
  all.works[0].factor = [&calls] { return 1.0 + 0.5 * (calls++ % 5); };
  all.b.options.time_budget_s = 1;
  static_cast<void>(all.run());
  std::map<std::size_t, std::size_t> by_work;
  for (const std::size_t one : all.called) ++by_work[one];
  std::size_t others = 0;
  for (const auto& [work, times] : by_work) others += work == 0 ? 0 : times;
  EXPECT_GE(others, by_work[0]);
}

TEST(Company, OneThatCannotBeMadeFailsAlone) {
  in_company all;
  all.works[2].fail_to_prepare = true;
  const run_result done = all.run();
  for (std::size_t i = 0; i < done.results.size(); ++i) EXPECT_EQ(done.results[i].has_data(), i != 2) << i;
}

// How often the thread is looked at, and how many samples that tells about.
struct looks {
  explicit looks(in_company& all) {
    all.b.thread.spoil = [this](evidence& seen) { seen.involuntary_switches = ++taken % 2; };
    recorder heard;
    std::vector<const workload*> views;
    for (const fake_workload& one : all.works) views.push_back(&one);
    all.b.options.time_budget_s = 1;
    static_cast<void>(all.b.run(views, heard));
    samples = std::move(heard.samples);
  }

  long taken = 0;
  std::vector<sample> samples;
};

TEST(Company, ShortCallsAreJudgedTogether) {
  in_company all;
  all.b.options.company_bytes = 70;
  const looks at(all);
  EXPECT_GE(at.samples.size(), 2 * static_cast<std::size_t>(at.taken));
  const auto accepted = std::ranges::count_if(at.samples, [](const sample& one) { return one.accepted(); });
  EXPECT_GT(accepted, 0);
  EXPECT_LT(accepted, std::ssize(at.samples));  // of a disturbed group none
}

TEST(Company, LongCallsAreJudgedOneByOne) {
  in_company all(2e-3);
  const looks at(all);
  EXPECT_LE(at.samples.size(), static_cast<std::size_t>(at.taken));
}

TEST(Company, WhatTakesLongToWriteCountsAsWell) {
  in_company all;
  for (fake_workload& one : all.works) one.on_touch = [&] { all.b.clock.spend(0.6e-3); };
  const looks at(all);
  EXPECT_LE(at.samples.size(), 2 * static_cast<std::size_t>(at.taken));
}

TEST(Company, AFirstCallThatIsLongOnceIsNotTakenForLong) {
  in_company all;
  all.b.options.company_bytes = 70;
  for (fake_workload& one : all.works) one.factor = [&one] { return one.calls == 1 ? 5e4 : 1.0; };
  const looks at(all);
  EXPECT_GE(at.samples.size(), 2 * static_cast<std::size_t>(at.taken));
}

TEST(Company, GroupsEndWithSixteenCalls) {
  in_company all;
  for (int i = 0; i < 33; ++i) all.works.emplace_back("more", all.b.clock, 1e-6, 10);
  all.b.options.company_bytes = 400;
  const looks at(all);
  EXPECT_LE(at.samples.size(), 16 * static_cast<std::size_t>(at.taken));
  EXPECT_GE(at.samples.size(), 5 * static_cast<std::size_t>(at.taken));
}

TEST(Company, RefusedMemoryIsTakenFromTheOthersFirst) {
  in_company all;
  for (fake_workload& one : all.works) {
    one.on_run = [&] {
      for (const fake_workload& other : all.works) {
        if (&other != &one && other.alive > 0) throw std::bad_alloc();
      }
    };
  }
  for (const result& one : all.run().results) EXPECT_EQ(one.ended, series_end::converged) << one.message;
}

TEST(Company, DoesNotWaitForAQuietCore) {
  in_company all;
  all.b.machine.sibling = [&all] { return all.called.empty() ? 1.0 : 1.5; };
  all.b.options.time_budget_s = 2;
  const run_result done = all.run();
  for (const result& one : done.results) EXPECT_GT(one.rejected, 0U);  // taken, and told as what it is
}

TEST(Company, NeedsASize) {
  in_company all;
  all.b.options.company_bytes = 0;
  EXPECT_THROW(static_cast<void>(all.run()), error);
}

}  // namespace
}  // namespace calib::measure
