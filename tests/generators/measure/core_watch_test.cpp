#include "measure/core_watch.hpp"

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace calib::measure {
namespace {

class CoreWatch : public testing::Test {
 protected:
  test::fake_clock clock;
  test::fake_canaries machine{clock};
};

TEST_F(CoreWatch, AnUnsharedCoreIsAsFastAsAlone) {
  core_watch watch(machine);
  EXPECT_NEAR(watch.look().shared, 0.0, 1e-12);
  EXPECT_NEAR(watch.glance(machine.hz).shared, 0.0, 1e-12);
}

TEST_F(CoreWatch, ABusySiblingShowsAsWhatItTakes) {
  core_watch watch(machine);
  machine.sibling = [] { return 1.5; };
  EXPECT_NEAR(watch.look().shared, 0.5, 1e-12);
  EXPECT_NEAR(watch.glance(machine.hz).shared, 0.5, 1e-12);
}

TEST_F(CoreWatch, AnotherClockIsNoCompany) {
  core_watch watch(machine);
  machine.hz = 1.5e9;
  EXPECT_NEAR(watch.look().shared, 0.0, 1e-12);
}

TEST_F(CoreWatch, LearnsWhatAloneIsWhenTheSiblingSleepsAtLast) {
  bool busy = true;
  machine.sibling = [&busy] { return busy ? 1.6 : 1.0; };
  core_watch watch(machine);
  EXPECT_NEAR(watch.look().shared, 0.0, 1e-12);  // knows nothing else yet
  busy = false;
  for (int i = 0; i < 400; ++i) {
    static_cast<void>(watch.look());
  }
  EXPECT_NEAR(watch.look().shared, 0.0, 1e-12);
  busy = true;
  EXPECT_NEAR(watch.look().shared, 0.6, 1e-12);
}

TEST_F(CoreWatch, AFewReadingsThatAreTooShortDoNotCount) {
  int reading = 0;
  machine.sibling = [&reading] { return ++reading % 50 == 0 ? 0.7 : 1.0; };
  core_watch watch(machine);
  EXPECT_NEAR(watch.look().shared, 0.0, 1e-12);
}

}  // namespace
}  // namespace calib::measure
