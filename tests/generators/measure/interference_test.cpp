#include "measure/interference.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

#include "fakes.hpp"
#include "measure/affinity.hpp"

namespace calib::measure {
namespace {

using test::fake_canaries;
using test::fake_clock;
using test::fake_files;

TEST(Interference, AQuietMachineGivesNoWarnings) {
  EXPECT_TRUE(assess({}).empty());
  EXPECT_TRUE(assess({.cpus = 4, .load_average = 1.0, .busy_cpus = 0.02, .steal_share = 0.0}).empty());
}

TEST(Interference, EachDisturbanceIsNamedWithARemedy) {
  const auto only = [](const interference_evidence& seen) {
    const auto warnings = assess(seen);
    EXPECT_EQ(warnings.size(), 1U);
    EXPECT_FALSE(warnings.at(0).text.empty());
    EXPECT_FALSE(warnings.at(0).remedy.empty());
    return warnings.at(0).kind;
  };
  EXPECT_EQ(only({.busy_cpus = 0.9}), disturbance::other_processes);
  EXPECT_EQ(only({.cpus = 2, .load_average = 3.0}), disturbance::load);
  EXPECT_EQ(only({.steal_share = 0.05}), disturbance::steal);
  EXPECT_EQ(only({.clock_spread = 0.2}), disturbance::clock_unstable);
  EXPECT_EQ(only({.cache_spread = 0.5}), disturbance::caches_shared);
  EXPECT_EQ(only({.dram_spread = 0.9}), disturbance::memory_shared);
}

TEST(Interference, BusyProcessesExplainTheLoad) {
  const auto warnings = assess({.cpus = 2, .load_average = 3.0, .busy_cpus = 1.0});
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].kind, disturbance::other_processes);
}

// /proc/stat in which somebody works and the hypervisor steals, at a rate per second of the fake clock.
class busy_files final : public file_reader {
 public:
  explicit busy_files(fake_clock& clock) : clock_(clock) {}
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    if (path == "/proc/loadavg") {
      return "1.50 1 1 1/1 1\n";
    }
    if (path != "/proc/stat") {
      return std::nullopt;
    }
    const double now_s = 1e-9 * static_cast<double>(clock_.now_ns());
    const auto user = static_cast<long>(100.0 * now_s);
    const auto steal = static_cast<long>(20.0 * now_s);
    return "cpu  " + std::to_string(user) + " 0 0 0 0 0 0 " + std::to_string(steal) + " 0 0\n";
  }

 private:
  fake_clock& clock_;
};

TEST(Interference, TheProbeSeesOthersAtWorkAndStolenTime) {
  fake_clock clock;
  fake_canaries machine(clock);
  const busy_files files(clock);
  const interference_evidence seen = probe_interference(files, clock, machine, 1, 0.9);
  EXPECT_NEAR(seen.busy_cpus.value(), 1.0, 0.2);
  EXPECT_NEAR(seen.steal_share.value(), 0.2, 0.05);
  EXPECT_DOUBLE_EQ(seen.load_average.value(), 1.5);
  EXPECT_NEAR(seen.clock_spread, 0.0, 1e-12);
}

TEST(Interference, TheProbeSeesASiblingThread) {
  fake_clock clock;
  fake_canaries machine(clock);
  int reading = 0;
  machine.sibling = [&reading] { return ++reading % 2 == 0 ? 1.6 : 1.0; };
  const interference_evidence seen = probe_interference(fake_files{}, clock, machine, 1);
  EXPECT_NEAR(seen.shared_share, 0.5, 0.1);
  const auto warnings = assess(seen);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].kind, disturbance::core_shared);
}

TEST(Interference, WithoutProcTheCanariesStillSpeak) {
  fake_clock clock;
  fake_canaries machine(clock);
  const interference_evidence seen = probe_interference(fake_files{}, clock, machine, 0);
  EXPECT_EQ(seen.cpus, 1U);
  EXPECT_FALSE(seen.busy_cpus.has_value());
  EXPECT_FALSE(seen.steal_share.has_value());
  EXPECT_FALSE(seen.load_average.has_value());
  EXPECT_GE(machine.readings, 11);
}

TEST(Affinity, PinningIsUndoneAtTheEnd) {
  const auto before = allowed_cpus();
  const int cpu = preferred_cpu(before);
  {
    const pinned_thread pin(cpu);
    EXPECT_EQ(pin.pinned(), pin.why_not().empty());
    if (pin.pinned()) {
      EXPECT_EQ(allowed_cpus(), std::vector<int>{cpu});
    }
  }
  EXPECT_EQ(allowed_cpus(), before);
}

TEST(Affinity, AProcessIsBoundWithAllItsThreadsAndReleased) {
  const auto before = allowed_cpus();
  std::promise<void> looked, released;
  std::vector<int> of_thread, of_thread_after;
  std::promise<void> bound;
  std::thread other([&] {
    bound.get_future().wait();
    of_thread = allowed_cpus();
    looked.set_value();
    released.get_future().wait();
    of_thread_after = allowed_cpus();
  });
  const auto cpu = static_cast<std::size_t>(preferred_cpu(before));
  {
    const bound_process all({cpu});
    ASSERT_TRUE(all.bound());
    bound.set_value();
    looked.get_future().wait();
    EXPECT_EQ(allowed_cpus(), std::vector<int>{static_cast<int>(cpu)});
  }
  released.set_value();
  other.join();
  EXPECT_EQ(of_thread, std::vector<int>{static_cast<int>(cpu)});
  EXPECT_EQ(of_thread_after, before);
  EXPECT_EQ(allowed_cpus(), before);
}

TEST(Affinity, AProcessIsNotBoundToCpusThatThereAreNot) {
  const auto before = allowed_cpus();
  EXPECT_FALSE(bound_process({8000}).bound());
  EXPECT_FALSE(bound_process({}).bound());
  EXPECT_EQ(allowed_cpus(), before);
}

TEST(Affinity, AnImpossibleCpuIsRefusedWithAReason) {
  const auto before = allowed_cpus();
  for (const int cpu : {-1, 1'000'000}) {
    const pinned_thread pin(cpu);
    EXPECT_FALSE(pin.pinned());
    EXPECT_EQ(pin.cpu(), -1);
    EXPECT_FALSE(pin.why_not().empty());
  }
  EXPECT_EQ(allowed_cpus(), before);
  EXPECT_EQ(preferred_cpu({}), -1);
  EXPECT_EQ(preferred_cpu({0, 3}), 3);
}

}  // namespace
}  // namespace calib::measure
