#pragma once
/// Attention composed of oneDNN's matmul, softmax and matmul, which is how oneDNN 2 has it: scores lie in memory in
/// between. oneDNN skips nothing of what a causal mask hides; the mask is added to the scores, one head of keys and
/// values after another, so that scores and mask of a long prompt stay small. New positions have no mask, and take one
/// matmul over all heads.

#include <cstddef>
#include <oneapi/dnnl/dnnl.hpp>
#include <span>
#include <utility>
#include <vector>

#include "kernels/onednn/primitives.hpp"
#include "kernels/operands/attention.hpp"

namespace calib::kernels::onednn {

/// Calls one after another; none has copies of operands.
class call_sequence {
 public:
  call_sequence() = default;
  explicit call_sequence(std::vector<call> calls) : calls_{std::move(calls)} {}

  void execute(dnnl::stream& stream) const {
    for (const call& one : calls_) one.execute(stream);
  }
  void load(dnnl::stream&) const noexcept {}
  void store(dnnl::stream&) const noexcept {}
  [[nodiscard]] std::span<std::byte> place_of(std::span<std::byte> operand) const noexcept { return operand; }

 private:
  std::vector<call> calls_;
};

template <Attention Op>
call_sequence make_call(const dnnl::engine& engine, operands<Op>& x);

}  // namespace calib::kernels::onednn
