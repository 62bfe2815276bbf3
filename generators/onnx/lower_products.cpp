#include "onnx/lower_rules.hpp"
#include "onnx/products.hpp"
#include "onnx/quantised.hpp"

namespace calib::onnx {
namespace {

/// What a product with a weight is computed in: of eight bits where only the weight is dequantised, and the rest has
/// two bytes.
calib::precision with_weight(const lowered_call& c, std::size_t weight, calib::precision rest) {
  const bool two_bytes = rest == precision::f16 || rest == precision::bf16;
  return two_bytes && c.in(weight).quantised_from != 0 ? precision::w8a16 : rest;
}

void multiply(lowered_call& c, const product_sizes& s, std::size_t left, std::size_t right, bool bias,
              calib::precision precision) {
  layer_draft draft;
  draft.bias = bias;
  draft.precision = precision;
  const bool weight = c.folded(right), weight_left = c.folded(left);
  if (weight && s.shared_right) {
    draft.operation = "linear";
    draft.sizes = {product(s.batch, s.m), s.n, s.k};
    draft.precision = with_weight(c, right, precision);
    if (c.shared(right)) draft.parameters = bias ? s.n : 0;
  } else if (weight_left && c.rank(left) <= 2) {
    draft.operation = "linear";
    draft.sizes = {product(s.batch, s.n), s.m, s.k};
    draft.precision = with_weight(c, left, precision);
    if (c.shared(left)) draft.parameters = bias ? s.m : 0;
  } else if (s.shared_right || s.batch == 1) {
    draft.operation = "gemm";
    draft.sizes = {product(s.batch, s.m), s.n, s.k};
  } else {
    draft.operation = "batched_gemm";
    draft.sizes = {s.batch, s.m, s.n, s.k};
    if (weight) draft.parameters = c.parameters(right);
    if (weight_left) draft.parameters = c.parameters(left);
  }
  c.emit(draft);
}

}  // namespace

void lower_gemm(lowered_call& c) {
  const bool bias = c.has(2) && c.folded(2) && c.input_elements(2) > 0;
  multiply(c, gemm_sizes(c), 0, 1, bias, product_precision(c, 0, 1));
  if (c.has(2) && !bias) c.emit({.operation = "add", .sizes = {c.output_elements()}});
}

void lower_matmul(lowered_call& c) { multiply(c, matmul_sizes(c, 0, 1), 0, 1, false, product_precision(c, 0, 1)); }

void lower_matmul_integer(lowered_call& c) {
  multiply(c, matmul_sizes(c, 0, 1), 0, 1, false, element::precision_of(c.in(0).type));
}

// A and B, of eight bits both; the scales come behind them, and a bias last.
void lower_matmul_to_float(lowered_call& c) {
  const bool dynamic = c.what().op_type == "DynamicQuantizeMatMul";
  multiply(c, matmul_sizes(c, 0, 1), 0, 1, c.has(dynamic ? 4 : 6), element::precision_of(c.in(1).type));
}

void lower_qgemm(lowered_call& c) {
  multiply(c, gemm_sizes(c, 3), 0, 3, c.has(6), element::precision_of(c.in(0).type));
}

void lower_qlinear_matmul(lowered_call& c) {
  multiply(c, matmul_sizes(c, 0, 3), 0, 3, false, element::precision_of(c.in(0).type));
}

void lower_matmul_nbits(lowered_call& c) {
  const std::int64_t k = c.whole("K", 0), n = c.whole("N", 0), bits = c.whole("bits", 4);
  if (k < 1 || n < 1 || (bits != 4 && bits != 8)) c.refuse_call("has no K, N and bits that calib knows");
  c.emit({.operation = "linear",
          .sizes = {c.output_elements() / n, n, k},
          .bias = c.has(5),
          .precision = bits == 4 ? precision::w4a16 : precision::w8a16});
}

}  // namespace calib::onnx
