#include "calibration/time_parts.hpp"

#include <gmock/gmock.h>

#include "../measure/fakes.hpp"

namespace calib::calibration {
namespace {

TEST(TimeParts, AddWhatATimerSawAndWhatIsKnown) {
  measure::test::fake_clock clock;
  time_parts parts(clock);
  for (const double seconds : {1.0, 0.5}) {
    const time_parts::timer timer(parts, "fitting");
    clock.spend(seconds);
  }
  clock.spend(8);  // in no part
  parts.add("samples", 2);
  EXPECT_THAT(parts.seconds(), testing::ElementsAre(testing::Pair("fitting", testing::DoubleNear(1.5, 1e-6)),
                                                    testing::Pair("samples", 2.0)));
}

}  // namespace
}  // namespace calib::calibration
