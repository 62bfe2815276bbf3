#include "measure/joint_rounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "fakes.hpp"

namespace calib::measure {
namespace {

using test::bench;
using test::many_workloads;
using test::silent;

/// Each workload takes a microsecond more than the one before. Some are refused, some bring a company down.
class fake_engine final : public joint_execution {
 public:
  explicit fake_engine(test::fake_clock& clock) : clock_(clock) {}

  std::vector<joint_series> run(std::span<const std::size_t> members, std::size_t rounds, std::uint64_t) override {
    sizes.push_back(members.size());
    clock_.spend(1e-3);
    std::vector<joint_series> found(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (deadly.contains(members[i])) throw std::runtime_error("the engine crashed");
      if (refused.contains(members[i])) {
        found[i].refusal = "not offered";
        continue;
      }
      found[i].latency_s.assign(rounds, 1e-6 * static_cast<double>(members[i] + 1));
    }
    return found;
  }

  std::set<std::size_t> refused, deadly;
  std::vector<std::size_t> sizes;

 private:
  test::fake_clock& clock_;
};

struct in_engine {
  in_engine() {
    b.options.cache = cache_state::network;
    b.options.company_bytes = 40;
    b.options.passes_per_group = 8;
    b.options.time_budget_s = 1;
  }
  run_result run(observer& watcher) {
    core_watch core(b.machine);
    const sensors tools{.clock = b.clock, .counter = b.counter, .machine = b.machine, .thread = b.thread, .core = core};
    return run_jointly(works.all, engine, tools, b.options, b.stop, watcher);
  }
  run_result run() {
    silent nobody;
    return run(nobody);
  }

  bench b;
  many_workloads works{b, 10, 1e-6, 10};
  fake_engine engine{b.clock};
};

TEST(JointRounds, EachWorkloadHasTheTimeThatTheEngineSays) {
  in_engine all;
  const run_result done = all.run();
  EXPECT_EQ(done.ended, run_end::enough_ended);
  for (std::size_t i = 0; i < done.results.size(); ++i) {
    EXPECT_EQ(done.results[i].ended, series_end::converged);
    EXPECT_NEAR(done.results[i].wall.median, 1e-6 * static_cast<double>(i + 1), 1e-12);
  }
}

TEST(JointRounds, CompaniesAreAsLargeAsTheyShouldBe) {
  in_engine all;
  static_cast<void>(all.run());
  ASSERT_FALSE(all.engine.sizes.empty());
  EXPECT_EQ(all.engine.sizes.front(), 4U);
}

TEST(JointRounds, ARefusedWorkloadFailsWithTheReason) {
  in_engine all;
  all.engine.refused = {3};
  const run_result done = all.run();
  EXPECT_EQ(done.results[3].ended, series_end::failed);
  EXPECT_EQ(done.results[3].message, "not offered");
  EXPECT_EQ(std::ranges::count_if(done.results, [](const result& one) { return one.has_data(); }), 9);
}

TEST(JointRounds, OneThatBringsTheEngineDownFailsAlone) {
  in_engine all;
  all.engine.deadly = {5};
  const run_result done = all.run();
  EXPECT_EQ(done.results[5].message, "the engine crashed");
  EXPECT_EQ(std::ranges::count_if(done.results, [](const result& one) { return one.has_data(); }), 9);
}

TEST(JointRounds, SamplesOfASharedCoreAreRejected) {
  in_engine all;
  all.b.machine.sibling = [&all] { return all.engine.sizes.empty() ? 1.0 : 1.5; };
  const run_result done = all.run();
  for (const result& one : done.results) {
    EXPECT_EQ(one.accepted, 0U);
    EXPECT_TRUE(one.from_rejected);
  }
}

TEST(JointRounds, AStoppedRunKeepsWhatItHas) {
  in_engine all;
  all.b.options.company_bytes = 10;
  test::recorder seen;
  seen.then = [&all] { all.b.stop = true; };
  const run_result done = all.run(seen);
  EXPECT_EQ(done.ended, run_end::interrupted);
  EXPECT_EQ(std::ranges::count_if(done.results, [](const result& one) { return one.has_data(); }), 1);
  EXPECT_GT(seen.checkpoints, 0);
}

}  // namespace
}  // namespace calib::measure
