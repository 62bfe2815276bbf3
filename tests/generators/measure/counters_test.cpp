#include "measure/counters.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

#include "fakes.hpp"

namespace calib::measure {
namespace {

bool mentions(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

event_opener refusing(int error_number) {
  return [error_number](hardware_event, int) { return opened_event{.descriptor = -1, .error_number = error_number}; };
}

TEST(Counters, AParanoidKernelIsNamedWithItsRemedy) {
  const std::string reason = explain_refusal(EACCES, 3);
  EXPECT_TRUE(mentions(reason, "perf_event_paranoid is 3"));
  EXPECT_TRUE(mentions(reason, "sysctl kernel.perf_event_paranoid=2"));
}

TEST(Counters, ASeccompFilterIsSuspectedWhenTheKernelIsLenient) {
  EXPECT_TRUE(mentions(explain_refusal(EPERM, 2), "seccomp"));
  EXPECT_TRUE(mentions(explain_refusal(EACCES, std::nullopt), "seccomp"));
}

TEST(Counters, AMissingVirtualPmuIsNamed) {
  for (const int error_number : {ENOENT, EOPNOTSUPP, ENODEV}) {
    EXPECT_TRUE(mentions(explain_refusal(error_number, 2), "virtual PMU")) << error_number;
  }
}

TEST(Counters, OtherRefusalsSayWhatToDoToo) {
  for (const int error_number : {ENOSYS, EMFILE, EBUSY, EINVAL}) {
    EXPECT_TRUE(mentions(explain_refusal(error_number, std::nullopt), ";")) << error_number;
  }
}

TEST(Counters, ARefusalGivesACounterThatCountsNothingAndSaysWhy) {
  const test::fake_files files{{"/proc/sys/kernel/perf_event_paranoid", "4\n"}};
  const auto counter = open_cycle_counter(files, refusing(EACCES));
  EXPECT_FALSE(counter->available());
  EXPECT_TRUE(mentions(counter->why_not(), "perf_event_paranoid is 4"));
  counter->start();
  EXPECT_FALSE(counter->stop().has_value());
}

TEST(Counters, AMachineWithoutProcStillGetsAReason) {
  const auto counter = open_cycle_counter(test::fake_files{}, refusing(EPERM));
  EXPECT_FALSE(counter->available());
  EXPECT_FALSE(counter->why_not().empty());
}

TEST(Counters, TheRealCounterEitherCountsOrExplains) {
  const auto counter = open_cycle_counter(system_files{});
  EXPECT_EQ(counter->available(), counter->why_not().empty());
  if (!counter->available()) {
    return;
  }
  counter->start();
  dependent_adds(1000);
  const auto counted = counter->stop();
  if (counted) {
    EXPECT_GE(counted->user_instructions, 64'000.0);
    EXPECT_GT(counted->user_cycles, 0.0);
  }
}

}  // namespace
}  // namespace calib::measure
