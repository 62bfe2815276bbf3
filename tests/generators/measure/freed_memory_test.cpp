#include "measure/freed_memory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstddef>
#include <memory>

namespace calib::measure {
namespace {

constexpr std::size_t page = 4096, pages = 16'384;

// Page faults of a buffer that is made, written and freed again.
long faults_of_a_large_buffer() {
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  {
    const auto buffer = std::make_unique_for_overwrite<volatile char[]>(pages * page);
    for (std::size_t at = 0; at < pages; ++at) buffer[at * page] = 1;
  }
  ::getrusage(RUSAGE_SELF, &after);
  return after.ru_minflt - before.ru_minflt;
}

TEST(FreedMemory, IsUsedAgainWhileItIsToStay) {
#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "another allocator than glibc's";
#endif
  constexpr long few = static_cast<long>(pages) / 1024;  // fewer than with the largest pages: 2 MiB
  {
    const freed_memory_stays for_now;
    EXPECT_GT(faults_of_a_large_buffer(), few);
    EXPECT_LT(faults_of_a_large_buffer(), few);
  }
  EXPECT_GT(faults_of_a_large_buffer(), few);
  EXPECT_GT(faults_of_a_large_buffer(), few);
}

}  // namespace
}  // namespace calib::measure
