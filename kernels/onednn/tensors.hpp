#pragma once
/// What lies between the steps of a network: results in the layouts that primitives chose, and the reorders that bring
/// them into others. Memory is used again when no later step reads what it holds, as engines do.

#include <cstddef>
#include <cstdint>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

#include "kernels/onednn/call.hpp"

namespace calib::kernels::onednn {

/// A primitive of a network, in the order of execution.
struct network_call {
  std::size_t step;
  bool reorder;  ///< else it is the step's own work
  call work;
};

/// Elements that a memory holds, without what pads its layout.
std::size_t elements_of(const dnnl::memory& memory);

/// Builds the calls of one network after another, and the memory between them.
class tensors {
 public:
  /// Throws std::invalid_argument once all memory together would exceed `most_bytes`.
  tensors(const dnnl::engine& engine, std::uint64_t seed, std::size_t most_bytes)
      : engine_{engine}, seed_{seed}, most_bytes_{most_bytes} {}

  [[nodiscard]] const dnnl::engine& engine() const noexcept { return engine_; }

  /// What follows belongs to this step, the next in the order of execution.
  void begin(std::size_t step) noexcept { step_ = step; }
  void add(call work) { calls_.push_back({step_, false, std::move(work)}); }

  /// Memory of its own. Weights keep the spread of what passes through them if `terms` of them make a result.
  [[nodiscard]] dnnl::memory constant(const dnnl::memory::desc& layout);
  [[nodiscard]] dnnl::memory weights(const dnnl::memory::desc& layout, std::size_t terms);
  [[nodiscard]] dnnl::memory filled(const dnnl::memory::desc& layout) { return weights(layout, 1); }
  /// Memory that later steps may write to.
  [[nodiscard]] dnnl::memory result(const dnnl::memory::desc& layout);
  /// Counts what something else of the network takes.
  void take(std::size_t bytes);
  /// No step up to `last_reader` writes to the memory of `result`.
  void keep_until(std::size_t last_reader, const dnnl::memory& result);

  /// `value` in another layout of the same sizes: itself if that is its own.
  [[nodiscard]] dnnl::memory in_layout(const dnnl::memory& value, const dnnl::memory::desc& layout);
  /// `value` as an array of these sizes in whatever layout it has them; else dense, the last one fastest. Of a value
  /// with more elements, the first; of one with fewer, something that has as many.
  [[nodiscard]] dnnl::memory with_sizes(const dnnl::memory& value, const dnnl::memory::dims& sizes);
  /// The same, always dense.
  [[nodiscard]] dnnl::memory dense(const dnnl::memory& value, const dnnl::memory::dims& sizes);
  /// `value` itself, or a dense one of this type.
  [[nodiscard]] dnnl::memory of_type(const dnnl::memory& value, dnnl::memory::data_type type);

  [[nodiscard]] std::vector<network_call> take_calls() { return std::move(calls_); }
  /// All memory that was made; views of it live in the calls.
  [[nodiscard]] std::vector<dnnl::memory> take_memory() { return std::move(made_); }

 private:
  /// Bytes that results share, one after another.
  struct block {
    void* data;
    std::size_t bytes;
    std::size_t last_reader;
  };

  dnnl::engine engine_;
  std::uint64_t seed_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::size_t step_ = 0;
  std::vector<network_call> calls_;
  std::vector<dnnl::memory> made_;
  std::vector<block> blocks_;
};

}  // namespace calib::kernels::onednn
