#include "kernels/own/thread_team.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <set>

namespace calib::kernels::own {
namespace {

TEST(ThreadTeam, RunsEachMemberOnceOnItsOwnThread) {
  thread_team team;
  for (const unsigned count : {1u, 2u, 3u, 7u, 2u, 1u}) {
    team.resize(count);
    ASSERT_EQ(team.size(), count);
    for (int round = 0; round < 100; ++round) {
      std::mutex guard;
      std::multiset<unsigned> members;
      std::set<std::thread::id> threads;
      team.run([&](unsigned member, unsigned size) {
        const std::lock_guard lock{guard};
        EXPECT_EQ(size, count);
        members.insert(member);
        threads.insert(std::this_thread::get_id());
      });
      ASSERT_EQ(members.size(), count);
      ASSERT_EQ(threads.size(), count);
      for (unsigned member = 0; member < count; ++member) ASSERT_EQ(members.count(member), 1u);
    }
  }
}

TEST(ThreadTeam, WakesMembersThatWentToSleep) {
  thread_team team;
  team.resize(3);
  std::atomic<int> calls{0};
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
    team.run([&](unsigned, unsigned) { ++calls; });
    EXPECT_EQ(calls.load(), 3 * (round + 1));
  }
}

TEST(ThreadTeam, WaitsForItsSlowestMember) {
  thread_team team;
  team.resize(2);
  bool done = false;  // not atomic: run() returning must order it
  team.run([&](unsigned member, unsigned) {
    if (member != 1) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    done = true;
  });
  EXPECT_TRUE(done);
}

TEST(ThreadTeam, EndsWhileItsMembersSleep) {
  thread_team team;
  team.resize(4);
  std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

}  // namespace
}  // namespace calib::kernels::own
