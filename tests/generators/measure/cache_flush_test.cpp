#include "measure/cache_flush.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>

namespace calib::measure {
namespace {

// Bytes of this process's memory that the processor has touched since its pages were last marked unread.
// Linux only: writing 1 to clear_refs clears the marks.
bool mark_unread() {
  std::ofstream marks("/proc/self/clear_refs");
  marks << 1 << std::flush;
  return marks.good();
}

std::size_t bytes_read_since() {
  std::ifstream map("/proc/self/smaps_rollup");
  for (std::string word; map >> word;) {
    if (word == "Referenced:") {
      std::size_t kib = 0;
      map >> kib;
      return kib * 1024;
    }
  }
  return 0;
}

TEST(CacheFlush, ReadsTwiceTheCacheOnAnyNumberOfThreads) {
  constexpr std::size_t cache_bytes = std::size_t{8} << 20U;
  for (const unsigned threads : {1U, 3U}) {
    const auto flush = flush_by_reading(cache_bytes, threads);
    if (!mark_unread()) {
      GTEST_SKIP() << "the system does not tell which pages were read";
    }
    const std::size_t before = bytes_read_since();
    EXPECT_LT(before, cache_bytes);
    flush();
    EXPECT_GE(bytes_read_since(), before + 2 * cache_bytes - (std::size_t{1} << 20U)) << threads;
  }
}

}  // namespace
}  // namespace calib::measure
