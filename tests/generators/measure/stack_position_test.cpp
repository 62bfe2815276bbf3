#include "measure/stack_position.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <vector>

#include "fakes.hpp"

namespace calib::measure::test {
namespace {

class frame_recorder final : public resident_workload {
 public:
  void run(std::size_t repeats) override {
    frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    calls += repeats;
  }

  std::uintptr_t frame = 0;
  std::size_t calls = 0;
};

TEST(StackPosition, EachRunsTheCallsSixteenBytesDeeperThanTheOneBefore) {
  frame_recorder work;
  run_at(0, work, 3);
  const std::uintptr_t top = work.frame;
  for (std::size_t position = 1; position < stack_positions; ++position) {
    run_at(position, work, 1);
    EXPECT_EQ(top - work.frame, position * stack_alignment);
  }
  EXPECT_EQ(work.calls, 3 + stack_positions - 1);
}

TEST(StackPosition, SamplesOfAWorkloadAreTakenAllOverAPage) {
  bench b;
  b.options.stop.min_samples = 64;
  fake_workload work("w", b.clock, 1e-3);
  std::vector<std::uintptr_t> frames;
  work.on_run = [&frames] { frames.push_back(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0))); };
  EXPECT_EQ(b.run({&work}).results[0].accepted, 64U);
  std::set<std::uintptr_t> quarters;
  for (const std::uintptr_t frame : frames) {
    quarters.insert(frame % 4096 / 1024);
  }
  EXPECT_EQ(quarters.size(), 4U);
}

}  // namespace
}  // namespace calib::measure::test
