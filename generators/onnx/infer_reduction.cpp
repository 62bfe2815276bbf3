#include <algorithm>
#include <numeric>

#include "onnx/axes.hpp"
#include "onnx/content.hpp"
#include "onnx/infer.hpp"

namespace calib::onnx {

std::vector<bool> reduced_axes(const call& c) {
  const std::size_t rank = c.dims(0).size();
  const std::int64_t since = c.what().op_type == "ReduceSum" ? 13 : 18;
  const auto given = c.list_since(since, "axes", 1);
  const bool all = !given || given->empty();
  std::vector<bool> reduced(rank, all && c.whole("noop_with_empty_axes", 0) == 0);
  if (given) {
    for (const std::int64_t a : *given) reduced[c.axis(a, c.rank(0))] = true;
  }
  return reduced;
}

namespace {

shape without(const shape& from, const std::vector<bool>& reduced, bool keep) {
  shape to;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (!reduced[i]) {
      to.push_back(from[i]);
    } else if (keep) {
      to.push_back(1);
    }
  }
  return to;
}

// Of a list that is reduced whole: element counts come from products of sizes.
std::optional<numbers> reduced_content(const call& c, std::int64_t left) {
  if (!c.in(0).content || left != 1 || c.in(0).content->empty()) return std::nullopt;
  const numbers& all = *c.in(0).content;
  const std::string_view kind = c.what().op_type;
  if (kind == "ReduceProd") return numbers{std::accumulate(all.begin(), all.end(), 1.0, std::multiplies<>{})};
  if (kind == "ReduceSum") return numbers{std::accumulate(all.begin(), all.end(), 0.0)};
  if (kind == "ReduceMax") return numbers{*std::max_element(all.begin(), all.end())};
  if (kind == "ReduceMin") return numbers{*std::min_element(all.begin(), all.end())};
  return std::nullopt;
}

}  // namespace

void infer_reduce(call& c) {
  shape to = without(c.dims(0), reduced_axes(c), c.whole("keepdims", 1) != 0);
  auto content = reduced_content(c, elements(to));
  c.give(0, std::move(to), c.in(0).type, std::move(content));
}

void infer_arg_reduce(call& c) {
  std::vector<bool> reduced(c.dims(0).size(), false);
  reduced[c.axis(c.whole("axis", 0), c.rank(0))] = true;
  c.give(0, without(c.dims(0), reduced, c.whole("keepdims", 1) != 0), element::i64);
}

void infer_layer_norm(call& c) {
  const shape& from = c.dims(0);
  c.give(0, from, c.in(0).type);
  std::vector<bool> reduced(from.size(), false);
  for (std::size_t a = c.axis(c.whole("axis", -1), c.rank(0)); a < from.size(); ++a) reduced[a] = true;
  c.give(1, without(from, reduced, true), c.in(0).type);
  c.give(2, without(from, reduced, true), c.in(0).type);
}

// Early opsets may give mean and variance, saved and running.
void infer_batch_norm(call& c) {
  c.give(0, c.dims(0), c.in(0).type);
  for (std::size_t o = 1; o < c.outputs(); ++o) c.give(o, c.dims(1), c.in(1).type);
}

void infer_skip_layer_norm(call& c) {
  c.give(0, c.dims(0), c.in(0).type);
  shape rows = c.dims(0);
  if (rows.empty()) c.refuse_call("normalises a scalar");
  rows.back() = 1;
  c.give(1, rows, element::f32);
  c.give(2, rows, element::f32);
  c.give(3, c.dims(0), c.in(0).type);
}

}  // namespace calib::onnx
