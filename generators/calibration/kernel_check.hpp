#pragma once
/// Whether kernels compute what they should: what computes wrongly is not worth measuring.

#include <cstdint>
#include <set>
#include <string>

#include "calibration/call_limit.hpp"
#include "calibration/job.hpp"
#include "calibration/listener.hpp"

namespace calib::calibration {

/// Runs the kernel on a few odd shapes against the plain reference. Empty when all agree, else what was wrong.
std::string verify(const job& one, std::uint64_t seed);

/// Verifies each kernel for each number of threads until it is sound, whatever the state of the caches.
class kernel_check {
 public:
  kernel_check(std::uint64_t seed, listener& listener) : seed_(seed), listener_(listener) {}

  /// What is wrong with the job's kernel on `threads` threads, an exception of it included; empty: nothing.
  std::string fault_of(const job& one, unsigned threads, const call_limit& limit);

 private:
  std::string run(const job& one, const call_limit& limit);

  std::uint64_t seed_;
  listener& listener_;
  std::set<std::string> sound_;  ///< kernels with their threads
};

}  // namespace calib::calibration
