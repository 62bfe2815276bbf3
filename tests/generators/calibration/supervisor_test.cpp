#include "calibration/supervisor.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <stdexcept>

#include "calibration/checkpoint_file.hpp"
#include "made_up.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/text_file.hpp"
#include "profile_io/writer.hpp"

namespace calib::calibration {
namespace {

using test::fault_kind;
using testing::HasSubstr;

const table_id some_table{.setting = "s", .operation = "dot", .precision = precision::f64};

// The child's part; it never returns to the tests. What it throws is status 99.
[[noreturn]] void end_with(const std::function<int()>& part) {
  int status = 99;
  try {
    status = part();
  } catch (...) {
  }
  std::_Exit(status);
}

class Supervisor : public testing::Test {
 protected:
  supervisor watch;

  int supervise(const std::function<int()>& part) {
    if (const auto status = watch.start()) return *status;
    end_with(part);
  }

  void wait_for_stop() const {
    while (!watch.stop()) ::usleep(1000);
  }
};

TEST_F(Supervisor, GivesTheStatusOfTheChild) {
  EXPECT_EQ(supervise([] { return 3; }), 3);
  EXPECT_TRUE(watch.faults().empty());
}

TEST_F(Supervisor, BlamesTheTableThatCrashedAndGoesOn) {
  const int status = supervise([&] {
    if (!watch.faults().empty()) return watch.faults()[0].table == some_table ? 42 : 1;
    watch.enter(some_table, "dot f64 elements=5", 30);
    std::raise(SIGILL);
    return 2;
  });
  EXPECT_EQ(status, 42);
  ASSERT_EQ(watch.faults().size(), 1U);
  EXPECT_THAT(watch.faults()[0].reason, HasSubstr("dot f64 elements=5: was ended by signal 4"));
}

TEST_F(Supervisor, EndsWhatHangs) {
  const int status = supervise([&] {
    if (!watch.faults().empty()) return 0;
    watch.enter(some_table, "dot f64 elements=5", 0.05);
    for (;;) ::pause();
  });
  EXPECT_EQ(status, 0);
  EXPECT_THAT(watch.faults().at(0).reason, HasSubstr("hung: no end within 0.05 s"));
}

TEST_F(Supervisor, DoesNotTakeForAHangWhatHasReturned) {
  EXPECT_EQ(supervise([&] {
              watch.enter(some_table, "quick", 0.05);
              watch.leave();
              ::usleep(200'000);
              return 0;
            }),
            0);
  EXPECT_TRUE(watch.faults().empty());
}

TEST_F(Supervisor, DoesNotTakeForAHangWhatIsEnteredAgainAndAgain) {
  // For longer than an alarm that was set at the beginning.
  EXPECT_EQ(supervise([&] {
              for (int i = 0; i < 30; ++i) {
                watch.enter(some_table, "quick", 0.1);
                ::usleep(50'000);
                watch.leave();
              }
              return 0;
            }),
            0);
  EXPECT_TRUE(watch.faults().empty());
}

TEST_F(Supervisor, EndsWhatHangsLaterThanAnother) {
  const int status = supervise([&] {
    if (!watch.faults().empty()) return 0;
    watch.enter(some_table, "first", 0.05);
    watch.leave();
    watch.enter(some_table, "second", 0.3);
    for (;;) ::pause();
  });
  EXPECT_EQ(status, 0);
  EXPECT_THAT(watch.faults().at(0).reason, HasSubstr("second: hung: no end within 0.3 s"));
}

TEST_F(Supervisor, BlamesAKernelThatEndsTheProgram) {
  EXPECT_EQ(supervise([&] {
              if (!watch.faults().empty()) return 7;
              watch.enter(some_table, "x", 30);
              return 0;
            }),
            7);
  EXPECT_THAT(watch.faults().at(0).reason, HasSubstr("ended the program"));
}

TEST_F(Supervisor, GivesUpWhereNobodyIsToBlame) {
  EXPECT_THAT(([&] {
                (void)supervise([]() -> int {
                  std::raise(SIGSEGV);
                  return 0;
                });
              }),
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("outside of any operation")));
}

TEST_F(Supervisor, AsksTheChildToStopOnce) {
  EXPECT_EQ(supervise([&] {
              ::kill(::getppid(), SIGTERM);
              wait_for_stop();
              return 5;
            }),
            5);
}

TEST_F(Supervisor, EndsTheChildOnTheSecondSignal) {
  EXPECT_EQ(supervise([&] {
              ::kill(::getppid(), SIGINT);
              wait_for_stop();
              ::kill(::getppid(), SIGINT);
              for (;;) ::pause();
              return 0;
            }),
            130);
}

TEST_F(Supervisor, RemembersThatThereIsACheckpoint) {
  EXPECT_EQ(supervise([&] {
              if (watch.resumable()) return 8;
              watch.mark_resumable();
              watch.enter(some_table, "x", 30);
              std::raise(SIGABRT);
              return 0;
            }),
            8);
}

// A whole calibration with a kernel that takes its process down.
class Supervised : public Supervisor, public testing::WithParamInterface<std::tuple<fault_kind, bool, const char*>> {
 protected:
  std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("calib_supervised_" + std::to_string(::getpid()));
  std::filesystem::path profile = folder / "profile.json", partial = folder / "partial.json",
                        warnings = folder / "warnings";

  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  struct watched_listener final : test::noting_listener {
    watched_listener(supervisor& by, std::filesystem::path to) : watch(by), file(std::move(to)) {}
    void on_enter(const table_id& table, const std::string& shape, double limit_s) override {
      watch.enter(table, shape, limit_s);
    }
    void on_leave() noexcept override { watch.leave(); }
    void on_checkpoint(const checkpoint& work) override {
      write_checkpoint(file, work);
      watch.mark_resumable();
    }
    supervisor& watch;
    std::filesystem::path file;
  };

  int calibrate_and_write(fault_kind fault, bool at_once) {
    measure::environment small = test::known_machine();  // operands that are soon prepared: that is no hang
    small.available_memory_bytes = std::size_t{64} << 20U;
    test::made_up_machine machine(small);
    watched_listener listener(watch, partial);
    request request = test::made_up_request(machine, fault, at_once);
    request.faults = watch.faults();
    if (fault == fault_kind::hangs) request.call_timeout_s = 5;
    std::optional<checkpoint> earlier;
    if (watch.resumable()) earlier = read_checkpoint(partial);
    const calibration_result done = calibrate(request, *machine, watch.stop(), listener, std::move(earlier));
    profile_io::write_atomically(profile, profile_io::to_json(done.profile));
    profile_io::write_atomically(warnings, listener.warnings);
    return 0;
  }
};

TEST_P(Supervised, CalibrationLosesOneTable) {
  const auto& [fault, at_once, message] = GetParam();
  EXPECT_EQ(supervise([&, kind = fault, first = at_once] { return calibrate_and_write(kind, first); }), 0);
  const profile_io::profile_data written = profile_io::read_profile(profile);
  ASSERT_EQ(written.tables.size(), 1U);
  EXPECT_EQ(written.tables[0].precision, precision::f32);
  EXPECT_GT(written.tables[0].error.count, 0U);
  EXPECT_EQ(watch.faults().size(), 1U);
  ASSERT_EQ(written.left_out.size(), 1U);
  EXPECT_EQ(written.left_out[0].precision, precision::f64);
  EXPECT_EQ(written.left_out[0].reason, watch.faults().at(0).reason);
  const std::string said = profile_io::read_text(warnings);
  EXPECT_THAT(said, HasSubstr("made_up_1t_warm dot f64 left out: dot f64"));
  EXPECT_THAT(said, HasSubstr(message));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Supervised,
                         testing::Values(std::tuple(fault_kind::crashes, false, "was ended by signal 11"),
                                         std::tuple(fault_kind::crashes, true,
                                                    "being verified: was ended by signal 11"),
                                         std::tuple(fault_kind::crashes_late, false, "was ended by signal 11"),
                                         std::tuple(fault_kind::hangs, false, "hung: no end within 5 s"),
                                         std::tuple(fault_kind::exits, false, "ended the program")));

}  // namespace
}  // namespace calib::calibration
