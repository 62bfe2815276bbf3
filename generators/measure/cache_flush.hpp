#pragma once
/// Empties the caches between cold samples.

#include <cstddef>
#include <functional>

namespace calib::measure {

/// A function that evicts what this many threads may have in their caches: each reads a buffer of twice the last-level
/// cache. A call takes as long as the memory takes to deliver that: 5 ms for a cache of 32 MiB. Throws std::bad_alloc;
/// the function throws std::system_error where threads are refused.
[[nodiscard]] std::function<void()> flush_by_reading(std::size_t last_level_bytes, unsigned threads);

}  // namespace calib::measure
