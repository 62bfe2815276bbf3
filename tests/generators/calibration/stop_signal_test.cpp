#include "calibration/stop_signal.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace calib::calibration {
namespace {

// In processes of their own: the flag and the handlers are the process's.
TEST(StopSignalDeathTest, SetsTheFlagHoweverOften) {
  EXPECT_EXIT(
      {
        const std::atomic<bool>& stop = stop_on(SIGUSR1);
        const bool before = stop;
        std::raise(SIGUSR1);
        std::raise(SIGUSR1);
        std::_Exit(!before && stop ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST(StopSignalDeathTest, EndsTheProgramOnTheSecondInterrupt) {
  EXPECT_EXIT(
      {
        const std::atomic<bool>& stop = stop_on_interrupt();
        std::raise(SIGINT);
        if (!stop) std::_Exit(1);
        std::raise(SIGINT);
        std::_Exit(2);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(StopSignalDeathTest, IsOneRequestWhateverTheSignal) {
  EXPECT_EXIT(
      {
        const std::atomic<bool>& stop = stop_on(SIGUSR1);
        static_cast<void>(stop_on_interrupt());
        std::raise(SIGTERM);
        std::_Exit(stop ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace calib::calibration
