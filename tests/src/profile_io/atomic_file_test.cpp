#include "profile_io/atomic_file.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>
#include <vector>

#include "expect_fault.hpp"
#include "profile_io/text_file.hpp"

namespace calib {
namespace {

namespace fs = std::filesystem;
using profile_io::read_text;
using profile_io::write_atomically;

/// A folder of its own for each test.
class AtomicFile : public testing::Test {
 protected:
  AtomicFile() {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    folder = fs::path(testing::TempDir()) / ("calib_" + name + "_" + std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  ~AtomicFile() override { fs::remove_all(folder); }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
  }

  fs::path folder;
};

TEST_F(AtomicFile, MakesAndReplaces) {
  const fs::path path = folder / "a.json";
  EXPECT_TRUE(write_atomically(path, "one"));
  EXPECT_EQ(read_text(path), "one");
  EXPECT_TRUE(write_atomically(path, "two"));
  EXPECT_EQ(read_text(path), "two");
  EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, LeavesAnEqualFileAlone) {
  const fs::path path = folder / "a.json";
  ASSERT_TRUE(write_atomically(path, "one"));
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(path, long_ago);
  const auto before = fs::last_write_time(path);
  EXPECT_FALSE(write_atomically(path, "one"));
  EXPECT_EQ(fs::last_write_time(path), before);
  EXPECT_TRUE(write_atomically(path, "ONE"));
}

TEST_F(AtomicFile, WritesEmptyAndLargeTexts) {
  const fs::path path = folder / "a.json";
  EXPECT_TRUE(write_atomically(path, ""));
  EXPECT_EQ(read_text(path), "");
  EXPECT_FALSE(write_atomically(path, ""));
  const std::string large(3'000'000, 'x');
  EXPECT_TRUE(write_atomically(path, large));
  EXPECT_EQ(read_text(path), large);
}

TEST_F(AtomicFile, KeepsThePermissionsOfTheOldFile) {
  const fs::path path = folder / "a.json";
  ASSERT_TRUE(write_atomically(path, "one"));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  ASSERT_TRUE(write_atomically(path, "two"));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(AtomicFile, GivesNewFilesTheUsualPermissions) {
  const ::mode_t mask = ::umask(027);
  write_atomically(folder / "a.json", "one");
  ::umask(mask);
  EXPECT_EQ(static_cast<unsigned>(fs::status(folder / "a.json").permissions()), 0640u);
}

TEST_F(AtomicFile, WritesThroughALink) {
  ASSERT_TRUE(write_atomically(folder / "target.json", "one"));
  fs::create_symlink("target.json", folder / "link.json");
  EXPECT_TRUE(write_atomically(folder / "link.json", "two"));
  EXPECT_TRUE(fs::is_symlink(folder / "link.json"));
  EXPECT_EQ(read_text(folder / "target.json"), "two");
}

TEST_F(AtomicFile, ReadersNeverSeeAPart) {
  const fs::path path = folder / "a.json";
  const std::string a(200'000, 'a');
  const std::string b(100'000, 'b');
  write_atomically(path, a);
  std::thread writer([&] {
    for (int i = 0; i < 20; ++i) write_atomically(path, i % 2 == 0 ? b : a);
  });
  for (int i = 0; i < 200; ++i) {
    const std::string seen = read_text(path);
    EXPECT_TRUE(seen == a || seen == b) << seen.size();
  }
  writer.join();
}

TEST_F(AtomicFile, WritersInParallelLeaveOneWholeText) {
  const fs::path path = folder / "a.json";
  std::vector<std::thread> writers;
  for (const char c : {'a', 'b', 'c'}) {
    writers.emplace_back([&, c] { write_atomically(path, std::string(50'000, c)); });
  }
  for (std::thread& writer : writers) writer.join();
  const std::string text = read_text(path);
  EXPECT_EQ(text, std::string(50'000, text.at(0)));
  EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, SaysWhyItCannotWriteAndWhatToDo) {
  const auto refused = [](const fs::path& path, std::string_view remedy) {
    test::expect_fault([&] { write_atomically(path, "text"); }, profile_fault::cannot_write, "", remedy);
  };
  refused(folder / "missing" / "a.json", "create the folder");
  refused(folder, "name a file");
  refused("/dev/full/a.json", "");
  refused("/proc/calib_test.json", "");
}

/// No file may grow beyond a size, as on a full disk; for root too.
class small_disk {
 public:
  explicit small_disk(::rlim_t most) : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const ::rlimit small{most, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;
  ~small_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  ::rlimit before_{};
  void (*handler_)(int);
};

TEST_F(AtomicFile, AFailureLeavesTheOldFileAndNoOther) {
  const fs::path path = folder / "a.json";
  ASSERT_TRUE(write_atomically(path, "one"));
  {
    const small_disk full(1000);
    test::expect_fault([&] { write_atomically(path, std::string(5000, 'x')); }, profile_fault::cannot_write, "",
                       "another place");
  }
  EXPECT_EQ(read_text(path), "one");
  EXPECT_EQ(files(), 1u);
}

}  // namespace
}  // namespace calib
