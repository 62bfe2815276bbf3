#include <algorithm>

#include "onnx/infer.hpp"
#include "onnx/products.hpp"

namespace calib::onnx {

product_sizes matmul_sizes(const call& c, std::size_t left, std::size_t right) {
  shape a = c.dims(left), b = c.dims(right);
  if (a.empty() || b.empty()) c.refuse_call("multiplies " + text_of(a) + " by " + text_of(b));
  const bool row = a.size() == 1, column = b.size() == 1;
  if (row) a.insert(a.begin(), 1);
  if (column) b.push_back(1);
  if (c.whole("transA", 0) != 0) std::swap(a[a.size() - 1], a[a.size() - 2]);
  if (c.whole("transB", 0) != 0) std::swap(b[b.size() - 1], b[b.size() - 2]);
  product_sizes s;
  s.m = a[a.size() - 2];
  s.k = a.back();
  s.n = b.back();
  if (b[b.size() - 2] != s.k) c.refuse_call("multiplies " + text_of(c.dims(left)) + " by " + text_of(c.dims(right)));
  const shape batch_a(a.begin(), a.end() - 2), batch_b(b.begin(), b.end() - 2);
  s.result = broadcast(c, batch_a, batch_b);
  s.batch = elements(s.result);
  s.shared_right = elements(batch_b) == 1;
  if (!row) s.result.push_back(s.m);
  if (!column) s.result.push_back(s.n);
  return s;
}

product_sizes gemm_sizes(const call& c, std::size_t right) {
  shape a = c.dims(0), b = c.dims(right);
  if (a.size() != 2 || b.size() != 2) c.refuse_call("multiplies " + text_of(a) + " by " + text_of(b));
  if (c.whole("transA", 0) != 0) std::swap(a[0], a[1]);
  if (c.whole("transB", 0) != 0) std::swap(b[0], b[1]);
  if (a[1] != b[0])
    c.refuse_call("multiplies rows of " + std::to_string(a[1]) + " by columns of " + std::to_string(b[0]));
  return {.batch = 1, .m = a[0], .n = b[1], .k = a[1], .shared_right = true, .result = {a[0], b[1]}};
}

void infer_matmul(call& c) { c.give(0, matmul_sizes(c, 0, 1).result, c.in(0).type); }

void infer_matmul_integer(call& c) { c.give(0, matmul_sizes(c, 0, 1).result, element::i32); }

void infer_matmul_to_float(call& c) { c.give(0, matmul_sizes(c, 0, 1).result, element::f32); }

void infer_qlinear_matmul(call& c) { c.give(0, matmul_sizes(c, 0, 3).result, c.has(7) ? c.in(7).type : c.in(0).type); }

void infer_matmul_nbits(call& c) {
  shape to = c.dims(0);
  if (to.empty() || to.back() != c.whole("K", 0)) {
    c.refuse_call("multiplies " + text_of(to) + " by " + std::to_string(c.whole("K", 0)) + " rows");
  }
  to.back() = c.whole("N", 0);
  c.give(0, std::move(to), c.in(0).type);
}

void infer_gemm(call& c) { c.give(0, gemm_sizes(c).result, c.in(0).type); }

// A, its scale and zero, B, its scale and zero, C, scale and zero of the result: without these it is float32.
void infer_qgemm(call& c) { c.give(0, gemm_sizes(c, 3).result, c.has(8) ? c.in(8).type : element::f32); }

}  // namespace calib::onnx
