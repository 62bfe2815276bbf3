#include "fit/fits_at_once.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace calib::fit {
namespace {

using testing::ExitedWithCode;

void leave(std::uint64_t mebibytes) {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t room = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + (mebibytes << 20U);
  const rlimit limit{room, room};
  if (::setrlimit(RLIMIT_AS, &limit) != 0) std::exit(3);
}

TEST(FitsAtOnce, AreThoseWantedWhereNothingIsLimited) {
  EXPECT_FALSE(address_space_is_limited());
  EXPECT_EQ(fits_at_once(7), 7U);
}

// In processes of their own: a limit cannot be taken back.
TEST(FitsAtOnce, AreAsManyAsThereIsRoomFor) {
  const auto with_room = [](std::uint64_t mebibytes) {
    leave(mebibytes);
    std::exit(address_space_is_limited() ? static_cast<int>(fits_at_once(8)) + 10 : 1);
  };
  EXPECT_EXIT(with_room(400), ExitedWithCode(12), "");
  EXPECT_EXIT(with_room(8000), ExitedWithCode(18), "");
}

TEST(FitsAtOnce, SayWhatToDoWhereThereIsRoomForNone) {
  const auto without_room = [] {
    leave(50);
    try {
      static_cast<void>(fits_at_once(2));
    } catch (const std::runtime_error& refusal) {
      std::exit(std::string(refusal.what()).find("ulimit -v") != std::string::npos ? 0 : 1);
    }
    std::exit(2);
  };
  EXPECT_EXIT(without_room(), ExitedWithCode(0), "");
}

}  // namespace
}  // namespace calib::fit
