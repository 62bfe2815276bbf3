#pragma once
/// A oneDNN primitive over operands, ready to execute.

#include <cstddef>
#include <oneapi/dnnl/dnnl.hpp>
#include <span>
#include <vector>

namespace calib::kernels::onednn {

/// A primitive and its arguments. Executing it builds nothing: the C++ interface would make a list of its map of
/// arguments at each call.
class call {
 public:
  struct argument {
    int which;  ///< DNNL_ARG_SRC, ...
    dnnl::memory memory;
  };

  /// An array of the operands and the copy that the primitive works on.
  struct copy {
    dnnl::memory operand, own;
  };

  call() = default;
  call(dnnl::primitive primitive, std::vector<argument> arguments, std::vector<copy> copies = {});

  /// Executes, and waits until the result is there.
  void execute(dnnl::stream& stream) const;
  /// From the operands to the copies, and back. They build reorders.
  void load(dnnl::stream& stream) const;
  void store(dnnl::stream& stream) const;
  /// The copy of an operand's bytes; the bytes themselves where there is none.
  [[nodiscard]] std::span<std::byte> place_of(std::span<std::byte> operand) const;

 private:
  dnnl::primitive primitive_;
  std::vector<argument> owners_;
  std::vector<copy> copies_;
  std::vector<dnnl_exec_arg_t> arguments_;
};

}  // namespace calib::kernels::onednn
