#include "calibration/run_identity.hpp"

#include <gmock/gmock.h>

#include "usage_error.hpp"

namespace calib::calibration {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(RunIdentity, NamesEveryEntryThatDiffers) {
  EXPECT_NO_THROW(require_same({{"cpu", "a"}}, {{"cpu", "a"}}));
  const auto differ = [] { require_same({{"cpu", "a"}, {"seed", "1"}, {"x", "y"}}, {{"cpu", "b"}, {"seed", "1"}}); };
  EXPECT_THAT(differ,
              ThrowsMessage<usage_error>(HasSubstr("cpu was 'a', is 'b'; x was 'y', is absent; give the same")));
}

}  // namespace
}  // namespace calib::calibration
