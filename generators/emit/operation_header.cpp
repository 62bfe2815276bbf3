#include "emit/operation_header.hpp"

#include <algorithm>
#include <array>

namespace calib::emit {
namespace {

struct declared_in {
  std::string_view operation;
  std::string_view header;
};

// Sorted as op/list.hpp lists them; a test walks that list and finds every operation here.
constexpr std::array declarations{
    declared_in{"gemm", "calib/op/gemm.hpp"},
    declared_in{"linear", "calib/op/gemm.hpp"},
    declared_in{"batched_gemm", "calib/op/gemm.hpp"},
    declared_in{"gemv", "calib/op/gemm.hpp"},
    declared_in{"dot", "calib/op/gemm.hpp"},
    declared_in{"axpy", "calib/op/gemm.hpp"},
    declared_in{"relu", "calib/op/elementwise.hpp"},
    declared_in{"gelu", "calib/op/elementwise.hpp"},
    declared_in{"silu", "calib/op/elementwise.hpp"},
    declared_in{"sigmoid", "calib/op/elementwise.hpp"},
    declared_in{"tanh", "calib/op/elementwise.hpp"},
    declared_in{"exp", "calib/op/elementwise.hpp"},
    declared_in{"hardswish", "calib/op/elementwise.hpp"},
    declared_in{"add", "calib/op/elementwise.hpp"},
    declared_in{"mul", "calib/op/elementwise.hpp"},
    declared_in{"softmax", "calib/op/normalization.hpp"},
    declared_in{"layer_norm", "calib/op/normalization.hpp"},
    declared_in{"rms_norm", "calib/op/normalization.hpp"},
    declared_in{"reduce_sum", "calib/op/normalization.hpp"},
    declared_in{"bias_add", "calib/op/normalization.hpp"},
    declared_in{"batch_norm_planes", "calib/op/normalization.hpp"},
    declared_in{"global_avg_pool_planes", "calib/op/pooling.hpp"},
    declared_in{"max_pool_square", "calib/op/pooling.hpp"},
    declared_in{"avg_pool_square", "calib/op/pooling.hpp"},
    declared_in{"conv2d_pointwise", "calib/op/convolution.hpp"},
    declared_in{"conv2d_3x3", "calib/op/convolution.hpp"},
    declared_in{"conv2d_window", "calib/op/convolution.hpp"},
    declared_in{"conv2d_depthwise", "calib/op/convolution.hpp"},
    declared_in{"conv2d_grouped", "calib/op/convolution.hpp"},
    declared_in{"attention_prefill_grouped", "calib/op/attention.hpp"},
    declared_in{"attention_decode_multi_head", "calib/op/attention.hpp"},
    declared_in{"attention_decode_grouped", "calib/op/attention.hpp"},
    declared_in{"attention_decode_wide", "calib/op/attention.hpp"},
    declared_in{"copy", "calib/op/memory.hpp"},
    declared_in{"scale", "calib/op/memory.hpp"},
    declared_in{"stream_add", "calib/op/memory.hpp"},
    declared_in{"triad", "calib/op/memory.hpp"},
    declared_in{"read", "calib/op/memory.hpp"},
    declared_in{"write", "calib/op/memory.hpp"},
    declared_in{"transpose", "calib/op/memory.hpp"},
    declared_in{"concat", "calib/op/memory.hpp"},
    declared_in{"gather", "calib/op/memory.hpp"},
    declared_in{"dispatch", "calib/op/dispatch.hpp"},
};

}  // namespace

std::string_view operation_header(std::string_view operation) noexcept {
  const auto found = std::find_if(declarations.begin(), declarations.end(),
                                  [&](const declared_in& entry) { return entry.operation == operation; });
  return found == declarations.end() ? std::string_view{} : found->header;
}

}  // namespace calib::emit
