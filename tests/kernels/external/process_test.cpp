#include "kernels/external/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace calib::external {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using enum process::outcome;

deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

TEST(Process, AnswersLineByLine) {
  process cat("cat");
  std::string line;
  ASSERT_EQ(cat.write_line("one", in(10s)), done);
  ASSERT_EQ(cat.write_line("two", in(10s)), done);
  ASSERT_EQ(cat.read_line(line, in(10s)), done);
  EXPECT_EQ(line, "one");
  ASSERT_EQ(cat.read_line(line, in(10s)), done);
  EXPECT_EQ(line, "two");
  EXPECT_FALSE(cat.has_unread());
}

TEST(Process, TakesMoreThanAPipeHolds) {
  process whole("read -r line; echo \"$line\"");
  const std::string text(1 << 20, 'x');
  std::string line;
  ASSERT_EQ(whole.write_line(text, in(60s)), done);
  ASSERT_EQ(whole.read_line(line, in(60s)), done);
  EXPECT_EQ(line.size(), text.size());
}

TEST(Process, IsLateAtItsDeadline) {
  process silent("sleep 100");
  std::string line;
  EXPECT_EQ(silent.read_line(line, in(50ms)), late);
  EXPECT_TRUE(silent.alive());
}

TEST(Process, TellsHowItEnded) {
  std::string line;
  process three("exit 3");
  EXPECT_EQ(three.read_line(line, in(10s)), ended);
  EXPECT_EQ(three.exit_text(), "ended with status 3");
  EXPECT_EQ(three.exit_status(), 3);
  process killed("kill -SEGV $$");
  EXPECT_EQ(killed.read_line(line, in(10s)), ended);
  EXPECT_THAT(killed.exit_text(), HasSubstr("signal 11"));
}

TEST(Process, KnowsHalfALine) {
  process half("printf half");
  std::string line;
  EXPECT_EQ(half.read_line(line, in(10s)), process::outcome::half);
}

TEST(Process, BoundsALine) {
  process endless("yes x | tr -d '\\n'");
  std::string line;
  EXPECT_EQ(endless.read_line(line, in(60s)), too_long);
}

TEST(Process, SurvivesWritingToOneThatEnded) {
  process gone("exit 0");
  std::string line;
  ASSERT_EQ(gone.read_line(line, in(10s)), ended);
  gone.exit_text();
  EXPECT_EQ(gone.write_line("hello", in(10s)), ended);  // and no SIGPIPE
}

TEST(Process, KeepsTheEndOfStderr) {
  process loud("yes error | head -c 300000 >&2; echo the end >&2; echo done");
  std::string line;
  ASSERT_EQ(loud.read_line(line, in(60s)), done);
  const std::string tail = loud.stderr_tail();
  EXPECT_LE(tail.size(), process::stderr_kept);
  EXPECT_THAT(tail, HasSubstr("the end"));
}

TEST(Process, EndsItsWholeGroup) {
  pid_t grandchild = 0;
  {
    process family("sleep 100 & echo $!; wait");
    std::string line;
    ASSERT_EQ(family.read_line(line, in(10s)), done);
    grandchild = std::stoi(line);
    ASSERT_EQ(::kill(grandchild, 0), 0);
  }
  // Whoever inherits it reaps it; until then it is there, and a zombie can be signalled.
  for (int tries = 0; tries < 500 && ::kill(grandchild, 0) == 0; ++tries) {
    std::string state;
    process ps("ps -o stat= -p " + std::to_string(grandchild) + "; echo");
    if (ps.read_line(state, in(10s)) == done && (state.empty() || state[0] == 'Z')) return;
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_NE(::kill(grandchild, 0), 0);
}

TEST(Process, SeesTheEndOfItsInput) {
  process cat("cat");
  cat.close_input();
  std::string line;
  EXPECT_EQ(cat.read_line(line, in(10s)), ended);
  cat.exit_text();
  EXPECT_EQ(cat.exit_status(), 0);
}

}  // namespace
}  // namespace calib::external
