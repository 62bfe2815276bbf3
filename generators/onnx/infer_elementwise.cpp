#include <algorithm>
#include <array>
#include <cmath>

#include "onnx/content.hpp"
#include "onnx/infer.hpp"

namespace calib::onnx {
namespace {

struct unary_function {
  std::string_view name;
  double (*of)(double);
};

constexpr std::array<unary_function, 9> unary_functions{{
    {"Identity", [](double x) { return x; }},
    {"Neg", [](double x) { return -x; }},
    {"Abs", [](double x) { return std::fabs(x); }},
    {"Floor", [](double x) { return std::floor(x); }},
    {"Ceil", [](double x) { return std::ceil(x); }},
    {"Round", [](double x) { return std::nearbyint(x); }},
    {"Sqrt", [](double x) { return std::sqrt(x); }},
    {"Reciprocal", [](double x) { return 1 / x; }},
    {"Not", [](double x) { return x == 0 ? 1.0 : 0.0; }},
}};

double quotient(double a, double b, bool whole) {
  if (!whole) return a / b;
  return b == 0 ? 0 : std::trunc(a / b);
}

double remainder_of(double a, double b) { return b == 0 ? 0 : a - b * std::floor(a / b); }

struct binary_function {
  std::string_view name;
  double (*of)(double, double, bool whole);
};

constexpr std::array<binary_function, 17> binary_functions{{
    {"Add", [](double a, double b, bool) { return a + b; }},
    {"Sum", [](double a, double b, bool) { return a + b; }},
    {"Sub", [](double a, double b, bool) { return a - b; }},
    {"Mul", [](double a, double b, bool) { return a * b; }},
    {"Div", quotient},
    {"Mod", [](double a, double b, bool) { return remainder_of(a, b); }},
    {"Pow", [](double a, double b, bool) { return std::pow(a, b); }},
    {"Max", [](double a, double b, bool) { return std::max(a, b); }},
    {"Min", [](double a, double b, bool) { return std::min(a, b); }},
    {"And", [](double a, double b, bool) { return a != 0 && b != 0 ? 1.0 : 0.0; }},
    {"Or", [](double a, double b, bool) { return a != 0 || b != 0 ? 1.0 : 0.0; }},
    {"Xor", [](double a, double b, bool) { return (a != 0) != (b != 0) ? 1.0 : 0.0; }},
    {"Equal", [](double a, double b, bool) { return a == b ? 1.0 : 0.0; }},
    {"Less", [](double a, double b, bool) { return a < b ? 1.0 : 0.0; }},
    {"LessOrEqual", [](double a, double b, bool) { return a <= b ? 1.0 : 0.0; }},
    {"Greater", [](double a, double b, bool) { return a > b ? 1.0 : 0.0; }},
    {"GreaterOrEqual", [](double a, double b, bool) { return a >= b ? 1.0 : 0.0; }},
}};

constexpr std::size_t most_operands = 16;

shape broadcast_all(const call& c) {
  shape result = c.dims(0);
  for (std::size_t i = 1; i < c.inputs(); ++i) result = broadcast(c, result, c.dims(i));
  return result;
}

std::optional<numbers> broadcast_content(const call& c, const shape& result) {
  const auto f = std::find_if(binary_functions.begin(), binary_functions.end(),
                              [&](const auto& known) { return known.name == c.what().op_type; });
  // Shapes are computed of two operands; a thousand would be passed again for each element.
  if (f == binary_functions.end() || c.inputs() > most_operands) return std::nullopt;
  for (std::size_t i = 0; i < c.inputs(); ++i) {
    if (!c.in(i).content) return std::nullopt;
  }
  const bool whole = element::is_whole(c.in(0).type);
  return generated(result, [&](const shape& index) {
    double all = c.content(0)[offset(c.dims(0), index)];
    for (std::size_t i = 1; i < c.inputs(); ++i) all = f->of(all, c.content(i)[offset(c.dims(i), index)], whole);
    return all;
  });
}

// Contents are small, but numbers in them may be as large as doubles.
numbers cast(numbers content, int type) {
  for (double& x : content) {
    if (type == element::boolean) x = x != 0 ? 1 : 0;
    if (element::is_whole(type) && type != element::boolean) x = std::trunc(x);
  }
  return content;
}

void cast_to(call& c, int type) {
  auto content = c.in(0).content;
  if (content) content = cast(std::move(*content), type);
  c.give(0, c.dims(0), type, std::move(content));
}

}  // namespace

void infer_same(call& c) { c.give(0, c.dims(0), c.in(0).type); }

void infer_truth(call& c) { c.give(0, c.dims(0), element::boolean); }

void infer_unary(call& c) {
  auto content = c.in(0).content;
  const auto f = std::find_if(unary_functions.begin(), unary_functions.end(),
                              [&](const auto& known) { return known.name == c.what().op_type; });
  if (f == unary_functions.end()) content.reset();
  if (content) std::transform(content->begin(), content->end(), content->begin(), f->of);
  c.give(0, c.dims(0), c.in(0).type, std::move(content));
  if (c.what().op_type == "Identity") c.out(0).quantised_from = c.in(0).quantised_from;
}

void infer_broadcast(call& c) {
  shape result = broadcast_all(c);
  auto content = broadcast_content(c, result);
  c.give(0, std::move(result), c.in(0).type, std::move(content));
}

void infer_compare(call& c) {
  shape result = broadcast_all(c);
  auto content = broadcast_content(c, result);
  c.give(0, std::move(result), element::boolean, std::move(content));
}

void infer_where(call& c) {
  shape result = broadcast(c, broadcast(c, c.dims(0), c.dims(1)), c.dims(2));
  std::optional<numbers> content;
  if (c.in(0).content && c.in(1).content && c.in(2).content) {
    content = generated(result, [&](const shape& index) {
      const std::size_t chosen = c.content(0)[offset(c.dims(0), index)] != 0 ? 1 : 2;
      return c.content(chosen)[offset(c.dims(chosen), index)];
    });
  }
  c.give(0, std::move(result), c.in(1).type, std::move(content));
}

void infer_cast(call& c) {
  const auto to = c.what().op_type == "CastLike" ? c.in(1).type : static_cast<int>(c.whole("to", element::f32));
  cast_to(c, to);
}

void infer_dropout(call& c) {
  c.give(0, c.dims(0), c.in(0).type);
  c.give(1, c.dims(0), element::boolean);
}

}  // namespace calib::onnx
