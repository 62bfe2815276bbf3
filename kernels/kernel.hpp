#pragma once
/// An operation as executable work: what a backend can run, prepared for one shape, then run and checked.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calib/network/fusion.hpp"
#include "calib/op/operation.hpp"
#include "kernels/network_run.hpp"

namespace calib::kernels {

/// What every backend's linear layers and convolutions carry out within themselves: they run with a bias and ReLU, and
/// batch normalisation is folded into weights beforehand.
inline constexpr fusion_set absorbed{fusion::batch_norm, fusion::bias, fusion::relu};

/// One shape, operands allocated and filled with seeded random data.
class prepared {
 public:
  prepared() = default;
  prepared(const prepared&) = delete;
  prepared& operator=(const prepared&) = delete;
  virtual ~prepared() = default;

  /// Executes the operation `repeats` times, back to back; each repeat does the full work. The part that is timed.
  virtual void run(std::size_t repeats) = 0;

  /// Writes what passes between the steps of a network, with the values it has: the caches then hold it as the step
  /// before leaves it. Weights stay where they are.
  virtual void touch_activations() = 0;

  /// How far the result is from a plain reference, and how far rounding alone may take it. Each element's error is
  /// divided by the sum of the magnitudes of its terms, so that cancellation does not count against a kernel.
  struct check_result {
    double difference;
    double tolerance;
    bool ok() const noexcept { return difference <= tolerance; }  // false for NaN
  };
  /// Executes once from fresh operands and compares: every element of a small shape, a sample of a large one
  /// (reference.hpp says how much). Leaves operands that can be timed.
  virtual check_result check() = 0;
};

/// An operation in one precision on one backend. Kernels may outlive the backend that made them.
/// `dims` are the operation's dimensions in its order; std::invalid_argument for another number of them, a zero, or
/// a size the backend cannot express.
class kernel {
 public:
  kernel() = default;
  kernel(const kernel&) = delete;
  kernel& operator=(const kernel&) = delete;
  virtual ~kernel() = default;

  virtual std::string_view operation() const = 0;                    ///< "gemm"
  virtual std::span<const std::string_view> dimensions() const = 0;  ///< the operation's
  virtual calib::precision precision() const = 0;
  virtual std::string_view backend() const = 0;                    ///< "openblas"
  virtual cost work(std::span<const std::size_t> dims) const = 0;  ///< FLOPs and compulsory bytes
  /// What prepare() allocates for operands and workspace; the largest std::size_t where that overflows.
  /// What a library allocates inside is not in it.
  virtual std::size_t memory_bytes(std::span<const std::size_t> dims) const = 0;
  /// Throws std::bad_alloc when memory is refused. (Linux overcommits: compare memory_bytes() with what is free first.)
  virtual std::unique_ptr<prepared> prepare(std::span<const std::size_t> dims, std::uint64_t seed) const = 0;
};

/// What a backend is, as the profile records it.
struct backend_info {
  std::string name;
  std::string version;
  std::string details;  ///< the kernel set it picked, its instruction set, its threading layer
  std::string advice;   ///< what would make it faster on this machine; empty where nothing is known
};

/// A shape of one of a backend's kernels.
struct member {
  const kernel* of;
  std::vector<std::size_t> dims;
};

/// Operations that a backend has prepared together, executes one after another, each once a round, and times.
class company {
 public:
  company() = default;
  company(const company&) = delete;
  company& operator=(const company&) = delete;
  virtual ~company() = default;

  /// Of each member why it is not there; empty where it is.
  virtual std::span<const std::string> refusals() const = 0;
  /// Seconds of each member in each round: [round][member]; NaN where it was refused. Throws std::exception.
  virtual std::vector<std::vector<double>> run(std::size_t rounds, std::uint64_t seed) = 0;
};

struct network_step;  // network_step.hpp

/// A library the kernels can run on.
class backend {
 public:
  backend() = default;
  backend(const backend&) = delete;
  backend& operator=(const backend&) = delete;
  virtual ~backend() = default;

  virtual backend_info info() const = 0;
  /// Threads its kernels use from now on, those already prepared too. Throws std::invalid_argument if it cannot.
  /// A backend starts with one thread.
  virtual void set_threads(unsigned count) = 0;
  /// Every kernel it offers.
  virtual std::vector<std::unique_ptr<kernel>> kernels() const = 0;
  /// What it carries out within other operations of a network.
  virtual fusion_set absorbs() const { return absorbed; }
  /// Whether it executes companies and times them by itself, as another process must. Its kernels are then only asked
  /// for their work and their check.
  virtual bool times_itself() const { return false; }
  /// A company of its kernels' shapes; null of a backend that does not time itself. Throws std::exception.
  virtual std::unique_ptr<company> make_company(std::span<const member> /*members*/, std::uint64_t /*seed*/) {
    return nullptr;
  }
  /// A whole network as it executes it; null of a backend that has only operations. Throws std::invalid_argument where
  /// it has nothing for a step, or where weights and tensors take more than `most_bytes`.
  virtual std::unique_ptr<network_run> make_network(std::span<const network_step> /*steps*/, std::uint64_t /*seed*/,
                                                    std::size_t /*most_bytes*/) {
    return nullptr;
  }
};

/// All backends built in, in the order in which they are listed to people.
std::vector<std::unique_ptr<backend>> all_backends();

}  // namespace calib::kernels
