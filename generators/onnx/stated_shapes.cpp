#include "onnx/stated_shapes.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

#include "onnx/element_type.hpp"
#include "onnx/error.hpp"
#include "onnx/evaluate.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

std::set<std::string_view> open_dimensions(const graph& of) {
  std::set<std::string_view> names;
  for (const value_info* const input : open_inputs(of)) {
    if (!input->dims) continue;
    for (const dimension& d : *input->dims) {
      if (!d.param.empty()) names.insert(d.param);
    }
  }
  return names;
}

dimension dimension_of(const std::string& text, const std::string& value, const std::set<std::string_view>& params,
                       const open_sizes& open) {
  dimension d;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d.value);
  if (error == std::errc{} && end == text.data() + text.size() && d.value > 0) return d;
  if (params.contains(text)) return {-1, text};
  const auto symbol = std::ranges::find(open.symbols, text, &open_symbol::name);
  if (symbol != open.symbols.end() && !symbol->param.empty()) return {-1, symbol->param};
  refuse("value " + profile_io::in_quotes(value), "is given " + profile_io::in_quotes(text) + " as a size",
         "write numbers from 1 on, or open dimensions of the model's inputs by name, with commas between them");
}

}  // namespace

void state_shapes(model& of, const open_sizes& open, const import_options& options) {
  const std::set<std::string_view> params = open_dimensions(of.main);
  std::vector<value_info> stated;
  for (const auto& [name, sizes] : options.shapes) {
    value_info v{.name = name, .type = element::f32, .dims = std::vector<dimension>{}};
    for (const std::string& size : sizes) v.dims->push_back(dimension_of(size, name, params, open));
    stated.push_back(std::move(v));
  }
  of.main.values.insert(of.main.values.begin(), stated.begin(), stated.end());  // the first that is stated counts
}

}  // namespace calib::onnx
