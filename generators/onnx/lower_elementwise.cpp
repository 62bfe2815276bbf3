#include <algorithm>
#include <array>

#include "calib/precision.hpp"
#include "onnx/lower_rules.hpp"

namespace calib::onnx {
namespace {

struct named_activation {
  std::string_view node, operation;
};

// Names that ONNX, com.microsoft and calib have for one function.
constexpr std::array<named_activation, 14> activations{{
    {"Relu", "relu"},
    {"Sigmoid", "sigmoid"},
    {"QLinearSigmoid", "sigmoid"},
    {"Tanh", "tanh"},
    {"Exp", "exp"},
    {"HardSwish", "hardswish"},
    {"Gelu", "gelu"},
    {"FastGelu", "gelu"},
    {"BiasGelu", "gelu"},
    {"QuickGelu", "silu"},
    {"Swish", "silu"},
    {"Silu", "silu"},
    {"Softsign", "sigmoid"},
    {"Mish", "gelu"},
}};

// A constant operand: a vector along the last axis is added row by row; anything else is part of one pass.
void with_constant(lowered_call& c, std::size_t constant) {
  const shape& dims = c.dims(constant);
  const std::int64_t count = elements(dims), results = c.output_elements();
  const std::int64_t parameters = c.parameters(constant);
  const std::string kind = c.kind();
  if (count > 1 && !dims.empty() && dims.back() == count) {
    c.emit({.operation = "bias_add",
            .sizes = {results / count, count},
            .kind = kind == "Add" ? "" : kind,
            .parameters = parameters});
  } else if (count > 1 && count > results / 2) {  // read as a second operand
    const bool is_mul = kind == "Mul";
    c.emit({.operation = is_mul ? "mul" : "add",
            .sizes = {results},
            .kind = is_mul || kind == "Add" ? "" : kind,
            .parameters = parameters});
  } else {
    c.emit({.operation = kind == "Pow" ? "tanh" : "relu", .sizes = {results}, .kind = kind, .parameters = parameters});
  }
}

}  // namespace

void lower_activation(lowered_call& c) {
  const auto known = std::find_if(activations.begin(), activations.end(),
                                  [&](const named_activation& a) { return a.node == c.what().op_type; });
  if (known == activations.end()) throw not_lowered{"no operation stands for it"};
  c.emit({.operation = known->operation,
          .sizes = {c.output_elements()},
          .kind = detail::same_letters(c.kind(), known->operation) ? "" : c.kind()});
}

void lower_cheap(lowered_call& c) {
  layer_draft draft{.operation = "relu", .sizes = {c.output_elements()}, .kind = c.kind()};
  if (draft.kind == "PRelu" && c.folded(1)) draft.parameters = c.parameters(1);
  c.emit(draft);
}

void lower_function(lowered_call& c) {
  c.emit({.operation = "tanh", .sizes = {c.output_elements()}, .kind = c.kind()});
}

void lower_bias_gelu(lowered_call& c) {
  if (c.has(1)) {
    const std::int64_t cols = std::max<std::int64_t>(c.input_elements(1), 1);
    c.emit({.operation = "bias_add", .sizes = {c.output_elements() / cols, cols}});
  }
  lower_activation(c);
}

void lower_qlinear_binary(lowered_call& c) {
  const bool is_mul = c.what().op_type == "QLinearMul";
  const bool constant = c.folded(3);
  c.emit({.operation = is_mul ? "mul" : "add",
          .sizes = {c.output_elements()},
          .parameters = constant ? std::optional{c.parameters(3)} : std::nullopt});
}

void lower_binary(lowered_call& c) {
  std::vector<std::size_t> constants;
  std::int64_t computed = 0;
  for (std::size_t i = 0; i < c.inputs(); ++i) {
    if (!c.has(i)) continue;
    if (c.folded(i)) {
      constants.push_back(i);
    } else {
      ++computed;
    }
  }
  const std::string kind = c.kind();
  if (computed <= 1 && !constants.empty()) {
    // The largest constant decides: Where and Clip read scalars beside it.
    with_constant(c, *std::max_element(constants.begin(), constants.end(), [&](std::size_t a, std::size_t b) {
                    return c.input_elements(a) < c.input_elements(b);
                  }));
  } else if (computed == 1) {  // Sum, Max, ... of one operand
    c.emit_free();
  } else {
    const bool is_mul = kind == "Mul" || kind == "QLinearMul";
    const bool plain = kind == "Mul" || kind == "Add" || kind == "Sum";
    // Of n operands, n - 1 times two; a condition comes along with its two operands.
    const std::int64_t passes = std::max<std::int64_t>(kind == "Where" ? 1 : computed - 1, 1);
    c.emit({.operation = is_mul ? "mul" : "add",
            .sizes = {product(c.output_elements(), passes)},
            .kind = plain ? "" : kind});
  }
}

}  // namespace calib::onnx
