#include "onnx/call.hpp"

#include <algorithm>
#include <cmath>

#include "calib/op/shape.hpp"
#include "onnx/error.hpp"
#include "onnx/limits.hpp"
#include "onnx/tensor_reader.hpp"

namespace calib::onnx {
namespace {

// Numbers of hostile files: sums of a few must not overflow.
constexpr std::int64_t most = std::int64_t{1} << 53;

std::int64_t in_bounds(std::int64_t number) { return std::clamp(number, -most, most); }

}  // namespace

bool call::has(std::size_t input) const noexcept {
  return input < step_.inputs.size() && step_.inputs[input] != absent;
}

const value& call::in(std::size_t input) const {
  if (!has(input)) refuse_call("has no input " + std::to_string(input));
  return trace_.values[static_cast<std::size_t>(step_.inputs[input])];
}

value& call::out(std::size_t output) {
  if (output >= step_.outputs.size() || step_.outputs[output] == absent) return ignored_;
  return trace_.values[static_cast<std::size_t>(step_.outputs[output])];
}

const shape& call::dims(std::size_t input) const {
  const value& v = in(input);
  if (!v.dims) throw unknown_size{};
  return *v.dims;
}

const numbers& call::content(std::size_t input) const {
  const value& v = in(input);
  if (!v.content) throw unknown_size{};
  return *v.content;
}

std::vector<std::int64_t> call::wholes(std::size_t input) const {
  std::vector<std::int64_t> result;
  for (const double number : content(input)) result.push_back(as_whole(number));
  return result;
}

double call::scalar(std::size_t input) const {
  const numbers& all = content(input);
  if (all.size() != 1) refuse_call("reads " + std::to_string(all.size()) + " numbers where one belongs");
  return all.front();
}

std::int64_t call::whole(std::string_view attribute, std::int64_t otherwise) const {
  const auto* const found = what().find(attribute);
  return found != nullptr && found->whole ? in_bounds(*found->whole) : otherwise;
}

double call::real(std::string_view attribute, double otherwise) const {
  const auto* const found = what().find(attribute);
  return found != nullptr && found->real ? *found->real : otherwise;
}

std::string_view call::text(std::string_view attribute, std::string_view otherwise) const {
  const auto* const found = what().find(attribute);
  return found != nullptr && found->text ? *found->text : otherwise;
}

std::optional<std::vector<std::int64_t>> call::list(std::string_view attribute) const {
  const auto* const found = what().find(attribute);
  if (found == nullptr) return std::nullopt;
  if (found->listed > found->wholes.size()) {
    refuse_call("has " + std::to_string(found->listed) + " numbers in " + std::string{attribute});
  }
  std::vector<std::int64_t> given = found->wholes;
  for (std::int64_t& number : given) number = in_bounds(number);
  return given;
}

std::optional<std::vector<std::int64_t>> call::list_since(std::int64_t version, std::string_view attribute,
                                                          std::size_t input) const {
  if (auto given = list(attribute)) return given;
  if (opset() >= version && has(input)) return wholes(input);
  return std::nullopt;
}

std::size_t call::axis(std::int64_t given, std::int64_t rank) const {
  const std::int64_t from_front = given < 0 ? given + rank : given;
  if (given < -rank || from_front < 0 || from_front >= rank) {
    refuse_call("has the axis " + std::to_string(given) + " of a tensor of " + std::to_string(rank) + " dimensions");
  }
  return static_cast<std::size_t>(from_front);
}

void call::give(std::size_t output, shape dims, int type) {
  if (dims.size() > most_dimensions) {
    refuse_call("makes a tensor of more than " + std::to_string(most_dimensions) + " dimensions");
  }
  value& v = out(output);
  onnx::elements(dims, v.name);
  v.dims = std::move(dims);
  if (type != element::unknown) v.type = type;
}

void call::give(std::size_t output, shape dims, int type, std::optional<numbers> content) {
  give(output, std::move(dims), type);
  if (!content || content->size() > most_kept_elements) return;
  trace_.kept += content->size();
  if (trace_.kept > most_kept_in_all) {
    refuse_call("is the one with which more than " + std::to_string(most_kept_in_all) +
                    " numbers of small tensors would be known",
                "simplify the model before the export");
  }
  out(output).content = std::move(content);
}

void call::refuse_call(const std::string& problem, const std::string& remedy) const {
  refuse(what().place(), problem, remedy);
}

std::int64_t as_whole(double number) noexcept {
  if (std::isnan(number)) return 0;
  return static_cast<std::int64_t>(std::clamp(number, -static_cast<double>(most), static_cast<double>(most)));
}

std::string text_of(const shape& dims) {
  if (dims.empty()) return "a scalar";
  std::string text;
  for (const std::int64_t size : dims) text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

shape broadcast(const call& c, const shape& a, const shape& b) {
  shape result = a.size() >= b.size() ? a : b;
  const shape& shorter = a.size() >= b.size() ? b : a;
  const std::size_t shift = result.size() - shorter.size();
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    std::int64_t& size = result[shift + i];
    if (size == shorter[i] || shorter[i] == 1) continue;
    if (size != 1) c.refuse_call("has operands of " + text_of(a) + " and " + text_of(b) + ", which do not broadcast");
    size = shorter[i];
  }
  return result;
}

std::int64_t product(std::int64_t a, std::int64_t b) noexcept {
  return static_cast<std::int64_t>(detail::size_product(static_cast<std::size_t>(std::max<std::int64_t>(a, 0)),
                                                        static_cast<std::size_t>(b > 0 ? b : 0)));
}

std::int64_t elements(const shape& dims) noexcept { return elements(dims, 0, dims.size()); }

std::int64_t elements(const shape& dims, std::size_t first, std::size_t last) noexcept {
  std::int64_t all = 1;
  for (std::size_t i = first; i < last && i < dims.size(); ++i) all = product(all, dims[i]);
  return all;
}

}  // namespace calib::onnx
