#pragma once
/// What the measuring loop needs from a kernel at one shape. calibration/kernel_workload.hpp makes one of a kernel;
/// tests fake it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace calib::measure {

/// A workload with its operands in memory, ready to be timed.
class resident_workload {
 public:
  virtual ~resident_workload() = default;
  /// Performs the operation this many times. Nothing but the operation: this is what is timed.
  virtual void run(std::size_t repeats) = 0;
  /// Leaves in the caches what the step before in a network would leave there. Not timed.
  virtual void touch_activations() {}
};

class workload {
 public:
  virtual ~workload() = default;
  /// Operation, precision and shape, for messages: "gemm f32 m=64 n=64 k=64".
  [[nodiscard]] virtual std::string label() const = 0;
  /// Memory that prepare() will hold, in bytes; used to decide what may be resident at once.
  [[nodiscard]] virtual std::size_t working_set_bytes() const = 0;
  /// Allocates and fills operands with random data of this seed. May throw; the run goes on without this workload.
  [[nodiscard]] virtual std::unique_ptr<resident_workload> prepare(std::uint64_t seed) const = 0;
};

}  // namespace calib::measure
