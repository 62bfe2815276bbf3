#pragma once
/// Independent work on several threads. Not while something is measured.

#include <atomic>
#include <cstddef>
#include <future>
#include <vector>

namespace calib::fit {

/// Calls `f(i)` once for each i below `count`, on up to `threads` threads, this one among them. Ends when all calls
/// have; an exception of one call is rethrown then, and may leave later ones uncalled.
template <class F>
void for_each_index(std::size_t count, unsigned threads, const F& f) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) f(i);
  };
  std::vector<std::future<void>> helpers;
  for (unsigned t = 1; t < threads && t < count; ++t) helpers.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void>& helper : helpers) helper.get();
}

}  // namespace calib::fit
