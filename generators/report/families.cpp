#include "report/families.hpp"

#include <algorithm>
#include <initializer_list>

namespace calib::report {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::size_t family_of(std::string_view operation) noexcept {
  if (is_one_of(operation, {"gemm", "linear", "batched_gemm", "gemv", "dot", "axpy"})) return 0;
  if (operation.starts_with("conv")) return 1;
  if (operation.starts_with("attention")) return 2;
  if (operation.ends_with("norm") || operation.starts_with("batch_norm")) return 3;
  if (is_one_of(operation, {"softmax", "reduce_sum", "bias_add"})) return 3;
  if (is_one_of(operation, {"relu", "gelu", "silu", "sigmoid", "tanh", "exp", "hardswish", "add", "mul"})) return 4;
  if (operation.find("pool") != std::string_view::npos) return 5;
  if (is_one_of(operation,
                {"copy", "scale", "stream_add", "triad", "read", "write", "concat", "transpose", "gather"})) {
    return 6;
  }
  return 7;
}

}  // namespace calib::report
