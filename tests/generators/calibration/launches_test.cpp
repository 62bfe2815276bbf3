#include "calibration/launches.hpp"

#include <gmock/gmock.h>

namespace calib::calibration {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const launch first{.command = {"calib", "run", "--full"}, .number = 1};

/// Makes no processes: says that this is the child, or the parent of a child that ended with a status.
struct fake_processes {
  std::optional<int> status_of_child;
  std::vector<std::string> became{};

  process_calls calls() {
    return {.start_child = [this] { return status_of_child; },
            .become =
                [this](const std::vector<std::string>& command) {
                  became = command;
                  return 0;
                }};
  }
};

int no_work() {
  ADD_FAILURE() << "the parent works";
  return 0;
}

TEST(NextCommand, IsTheSameWithTheNumberOfTheLaunch) {
  EXPECT_THAT(next_command(first), ElementsAre("calib", "run", "--full", "--launch=2"));
}

TEST(NextCommand, NamesOneNumberOnly) {
  const launch second{.command = next_command(first), .number = 2};
  EXPECT_THAT(next_command(second), ElementsAre("calib", "run", "--full", "--launch=3"));
}

TEST(Launch, InAChildEndsWithTheStatusOfItsWork) {
  fake_processes child{.status_of_child = std::nullopt};
  EXPECT_EQ(run_launch(first, child.calls(), [] { return 3; }), 3);
  EXPECT_THAT(child.became, IsEmpty());
}

TEST(Launch, InAParentEndsWithTheStatusOfTheChild) {
  fake_processes parent{.status_of_child = 130};
  EXPECT_EQ(run_launch(first, parent.calls(), no_work), 130);
  EXPECT_THAT(parent.became, IsEmpty());
}

TEST(Launch, BecomesTheNextWhereTheWorkIsToBeContinued) {
  fake_processes child{.status_of_child = std::nullopt};
  const int status = run_launch(first, child.calls(), [] { return std::nullopt; });
  EXPECT_THAT(child.became, IsEmpty());
  fake_processes parent{.status_of_child = status};
  EXPECT_EQ(run_launch(first, parent.calls(), no_work), 0);
  EXPECT_THAT(parent.became, ElementsAre("calib", "run", "--full", "--launch=2"));
}

}  // namespace
}  // namespace calib::calibration
