#include "measure/cache_flush.hpp"

#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "measure/canary_work.hpp"

namespace calib::measure {
namespace {

// Once would do if caches replaced what is longest unused; they do so roughly.
constexpr std::size_t times_the_cache = 2;

}  // namespace

std::function<void()> flush_by_reading(std::size_t last_level_bytes, unsigned threads) {
  // Filled, because pages that were never written are all the same page of zeros.
  const std::size_t words = times_the_cache * last_level_bytes / sizeof(std::uint64_t);
  auto buffer = std::make_shared<const std::vector<std::uint64_t>>(words, 1);
  return [buffer, threads] {
    const auto read_all = [&words = *buffer] { (void)sum_words(words.data(), words.size()); };
    // Each reads all of it: which cores share a cache is the machine's affair, and what one fetches serves the others.
    // The threads end with the flush; a team kept for the next one would spin beside the sample.
    std::vector<std::jthread> others;
    for (unsigned other = 1; other < threads; ++other) {
      others.emplace_back(read_all);
    }
    read_all();
  };
}

}  // namespace calib::measure
