#include <unordered_set>

#include "onnx/lower_rules.hpp"
#include "onnx/quantised.hpp"

namespace calib::onnx {
namespace {

const value& at(const trace& t, int number) { return t.values[static_cast<std::size_t>(number)]; }

bool only_products_read(const lowered_call& c, int made) {
  const trace& t = c.execution();
  std::vector<int> waiting{made};
  std::unordered_set<int> seen;
  while (!waiting.empty()) {
    const std::vector<int>& readers = c.readers(waiting.back());
    waiting.pop_back();
    if (readers.empty()) return false;
    for (const int reader : readers) {
      const step& s = t.steps[static_cast<std::size_t>(reader)];
      if (is_quantised_product(t, s)) continue;
      const int next = s.outputs.empty() ? absent : s.outputs.front();
      const bool moves = s.what->op_type == "Reshape" || s.what->op_type == "Transpose" ||
                         s.what->op_type == "Flatten" || s.what->op_type == "Identity" ||
                         s.what->op_type == "Squeeze" || s.what->op_type == "Unsqueeze";
      if (next == absent || !moves || at(t, next).quantised_from == 0) return false;
      if (seen.insert(next).second) waiting.push_back(next);
    }
  }
  return true;
}

}  // namespace

calib::precision product_precision(const lowered_call& c, std::size_t left, std::size_t right) {
  if (c.in(left).quantised_from == 0 || c.in(right).quantised_from == 0) return c.precision();
  return element::precision_of(c.in(left).quantised_from);
}

bool is_quantised_product(const trace& t, const step& s) {
  const std::string_view kind = s.what->op_type;
  if (kind == "QLinearConv" || kind == "QLinearMatMul" || kind == "ConvInteger" || kind == "MatMulInteger") return true;
  if (kind != "Conv" && kind != "Gemm" && kind != "MatMul" && kind != "FusedConv") return false;
  const bool both = s.inputs.size() >= 2 && s.inputs[0] != absent && s.inputs[1] != absent;
  return both && at(t, s.inputs[0]).quantised_from != 0 && at(t, s.inputs[1]).quantised_from != 0;
}

// Part of the product that it goes into, also behind steps that move elements and keep what they were made of.
void lower_dequantize(lowered_call& c) { only_products_read(c, c.results().front()) ? lower_free(c) : lower_copy(c); }

// Part of the product that it comes from, with at most an activation between.
void lower_quantize(lowered_call& c) {
  const trace& t = c.execution();
  int maker = c.in(0).maker;
  if (maker >= 0) {
    const step& before = t.steps[static_cast<std::size_t>(maker)];
    const std::string_view kind = before.what->op_type;
    if ((kind == "Relu" || kind == "Clip") && before.inputs[0] != absent) maker = at(t, before.inputs[0]).maker;
  }
  const bool part = maker >= 0 && is_quantised_product(t, t.steps[static_cast<std::size_t>(maker)]);
  part ? lower_free(c) : lower_copy(c);
}

}  // namespace calib::onnx
