#include "measure/control_group.hpp"

#include <gmock/gmock.h>

#include "fakes.hpp"

namespace calib::measure {
namespace {

using test::fake_files;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

// One version-2 hierarchy, as systemd mounts it.
constexpr const char* unified_mount =
    "24 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
    "31 24 0:27 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

// Version 1, with the controllers that distributions mount together.
constexpr const char* version_1_mounts =
    "31 24 0:27 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755\n"
    "32 31 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
    "33 31 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    "34 31 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

double quota(const fake_files& files) { return read_group_limits(files).cpu_quota.value_or(-1); }

TEST(ControlGroup, TheOwnGroupLimitsBothVersionsWithoutMountTables) {
  EXPECT_DOUBLE_EQ(quota({{"/proc/self/cgroup", "0::/user.slice/job.scope\n"},
                          {"/sys/fs/cgroup/user.slice/job.scope/cpu.max", "50000 100000\n"}}),
                   0.5);
  EXPECT_DOUBLE_EQ(quota({{"/proc/self/cgroup", "4:cpu,cpuacct:/job\n"},
                          {"/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "50000\n"},
                          {"/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n"}}),
                   0.5);
  EXPECT_DOUBLE_EQ(quota({{"/sys/fs/cgroup/cpu.max", "150000 100000\n"}}), 1.5);
}

TEST(ControlGroup, TheTightestOfTheGroupAndItsAncestorsCounts) {
  fake_files files{{"/proc/self/mountinfo", unified_mount},
                   {"/proc/self/cgroup", "0::/kubepods.slice/pod1.slice/c1.scope\n"},
                   {"/sys/fs/cgroup/kubepods.slice/pod1.slice/c1.scope/cpu.max", "max 100000\n"},
                   {"/sys/fs/cgroup/kubepods.slice/pod1.slice/cpu.max", "30000 20000\n"},
                   {"/sys/fs/cgroup/kubepods.slice/cpu.max", "400000 100000\n"},
                   {"/sys/fs/cgroup/other.slice/cpu.max", "1000 100000\n"}};
  EXPECT_DOUBLE_EQ(quota(files), 1.5);
  files.set("/sys/fs/cgroup/kubepods.slice/pod1.slice/c1.scope/cpu.max", "10000 100000\n");
  EXPECT_DOUBLE_EQ(quota(files), 0.1);
}

TEST(ControlGroup, NoLimitIsMaxMinusOneOrNoFile) {
  EXPECT_EQ(quota({{"/proc/self/mountinfo", unified_mount}, {"/proc/self/cgroup", "0::/\n"}}), -1);
  EXPECT_EQ(quota({{"/proc/self/cgroup", "0::/\n"}, {"/sys/fs/cgroup/cpu.max", "max 100000\n"}}), -1);
  EXPECT_EQ(quota({{"/proc/self/cgroup", "0::/\n"}, {"/sys/fs/cgroup/cpu.max", ""}}), -1);
  EXPECT_EQ(quota({{"/proc/self/mountinfo", version_1_mounts},
                   {"/proc/self/cgroup", "3:cpu,cpuacct:/\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n"}}),
            -1);
  EXPECT_FALSE(read_group_limits(fake_files{}).memory_bytes.has_value());
}

TEST(ControlGroup, AContainerThatSeesTheNamesOfItsHostFindsWhatIsMounted) {
  const std::string mounts =
      "900 800 0:28 /docker/0123abcd /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n";
  fake_files files{{"/proc/self/mountinfo", mounts},
                   {"/proc/self/cgroup", "4:cpu,cpuacct:/docker/0123abcd\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n"},
                   {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n"}};
  EXPECT_DOUBLE_EQ(quota(files), 2);
  files.set("/proc/self/cgroup", "4:cpu,cpuacct:/docker/0123abcd/worker\n");
  files.set("/sys/fs/cgroup/cpu,cpuacct/worker/cpu.cfs_quota_us", "100000\n");
  EXPECT_DOUBLE_EQ(quota(files), 1);
  files.set("/proc/self/cgroup", "4:cpu,cpuacct:/elsewhere\n");
  EXPECT_DOUBLE_EQ(quota(files), 2) << "the mounted group stands for one that has no name here";
}

TEST(ControlGroup, ANamespaceShowsItsRootAsRootAndWhatLiesAboveAsDots) {
  fake_files files{{"/proc/self/mountinfo", unified_mount},
                   {"/proc/self/cgroup", "0::/\n"},
                   {"/sys/fs/cgroup/cpu.max", "250000 100000\n"}};
  EXPECT_DOUBLE_EQ(quota(files), 2.5);
  files.set("/proc/self/cgroup", "0::/../..\n");
  EXPECT_DOUBLE_EQ(quota(files), 2.5);
  files.set("/proc/self/mountinfo", "31 24 0:27 /../.. /sys/fs/cgroup ro - cgroup2 cgroup rw\n");
  files.set("/proc/self/cgroup", "0::/../../sibling\n");
  files.set("/sys/fs/cgroup/sibling/cpu.max", "50000 100000\n");
  EXPECT_DOUBLE_EQ(quota(files), 0.5);
}

TEST(ControlGroup, AMountAnywhereAndWithASpaceIsFound) {
  EXPECT_DOUBLE_EQ(quota({{"/proc/self/mountinfo", "7 1 0:27 / /mnt/my\\040groups rw - cgroup2 none rw\n"},
                          {"/proc/self/cgroup", "0::/a\n"},
                          {"/mnt/my groups/a/cpu.max", "50000 100000\n"}}),
                   0.5);
}

TEST(ControlGroup, NamesOfOneHierarchyAreNotLookedUpInAnother) {
  const fake_files files{{"/proc/self/mountinfo", version_1_mounts},
                         {"/proc/self/cgroup", "3:cpu,cpuacct:/\n2:memory:/box\n0::/user.slice\n"},
                         {"/sys/fs/cgroup/cpu,cpuacct/user.slice/cpu.cfs_quota_us", "10000\n"},
                         {"/sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1073741824\n"}};
  EXPECT_EQ(quota(files), -1);
  EXPECT_EQ(read_group_limits(files).memory_bytes, std::size_t{1} << 30U);
  EXPECT_THAT(group_folders(files, "cpu"),
              ElementsAre("/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/unified/user.slice", "/sys/fs/cgroup/unified"));
  EXPECT_THAT(group_folders(files, "cpu"), Not(Contains("/sys/fs/cgroup/cpu,cpuacct/user.slice")));
}

TEST(ControlGroup, VersionOneWritesALargeNumberForUnlimitedMemory) {
  EXPECT_FALSE(read_group_limits(fake_files{{"/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"}})
                   .memory_bytes.has_value());
}

TEST(ControlGroup, ThrottlingIsSummedOverTheGroupAndItsAncestors) {
  fake_files files{
      {"/proc/self/cgroup", "0::/pod/c\n"},
      {"/sys/fs/cgroup/pod/c/cpu.stat", "usage_usec 9\nnr_periods 50\nnr_throttled 5\nthrottled_usec 250000\n"},
      {"/sys/fs/cgroup/pod/cpu.stat", "usage_usec 9\nnr_periods 50\nnr_throttled 2\nthrottled_usec 50000\n"},
      {"/sys/fs/cgroup/cpu.stat", "usage_usec 99\n"}};
  const auto seen = read_group_throttling(files);
  ASSERT_TRUE(seen.has_value());
  EXPECT_DOUBLE_EQ(seen->periods, 7);
  EXPECT_DOUBLE_EQ(seen->seconds, 0.3);
  EXPECT_FALSE(read_group_throttling(fake_files{}).has_value());
}

TEST(ControlGroup, AWatchSeesWhatTheQuotaTookSinceItBegan) {
  fake_files files{{"/proc/self/cgroup", "4:cpu:/job\n"},
                   {"/sys/fs/cgroup/cpu/job/cpu.stat", "nr_periods 10\nnr_throttled 3\nthrottled_time 1000000000\n"}};
  const throttling_watch watch(files);
  EXPECT_FALSE(watch.so_far().any());
  files.set("/sys/fs/cgroup/cpu/job/cpu.stat", "nr_periods 20\nnr_throttled 7\nthrottled_time 1500000000\n");
  EXPECT_EQ(watch.so_far(), (group_throttling{.periods = 4, .seconds = 0.5}));
  const fake_files nothing;
  EXPECT_FALSE(throttling_watch(nothing).so_far().any());
}

}  // namespace
}  // namespace calib::measure
