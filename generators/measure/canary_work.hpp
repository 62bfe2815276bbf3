#pragma once
/// Fixed pieces of work whose time depends on the machine's state and on nothing else. A change in their time between
/// two points of a run is a change of the machine. Nothing here reads a clock.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace calib::measure {

/// Performs `blocks * adds_per_block` integer additions, each waiting for the one before: one cycle each.
/// The source is a register: Golden Cove and later fold chains of small immediates away at rename.
void dependent_adds(std::uint64_t blocks) noexcept;

/// Additions in one block: long enough that the loop's own branch hides beside the chain.
inline constexpr std::uint64_t adds_per_block = 64;

/// Performs 10 independent multiply-add chains of `steps` steps. Ten is no less than latency x
/// units (4-5 cycles x 2), so the time is throughput and shows a busy sibling thread too. Result is a checksum.
[[nodiscard]] double multiply_add_chains(std::uint64_t steps) noexcept;

/// Performs 8 multiply-adds and 16 integer additions a step, few of which wait for another: more than today's cores
/// start in 4 cycles, so that a thread which shares the core takes from it whatever it does. Result is a checksum.
[[nodiscard]] double full_issue(std::uint64_t steps) noexcept;

/// Sum of count words; the sum of all in a buffer is its checksum.
[[nodiscard]] std::uint64_t sum_words(const std::uint64_t* words, std::size_t count) noexcept;

/// Reads one window after another of a buffer, beginning again at the end, so that each window was last touched a
/// whole buffer ago.
class rotating_reader {
 public:
  /// A window no larger than the buffer; both in bytes, buffer filled (so its pages exist).
  rotating_reader(std::size_t buffer_bytes, std::size_t window_bytes);

  /// Reads the next window; returns its checksum.
  std::uint64_t read_next() noexcept;

  [[nodiscard]] std::size_t windows() const noexcept { return windows_; }

 private:
  std::vector<std::uint64_t> buffer_;
  std::size_t window_words_;
  std::size_t windows_;
  std::size_t next_ = 0;
};

}  // namespace calib::measure
