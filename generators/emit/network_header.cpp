#include "emit/network_header.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "calib/op/list.hpp"
#include "calib/precision.hpp"
#include "calib/profile_error.hpp"
#include "calib/version.hpp"
#include "emit/layout.hpp"
#include "emit/number_format.hpp"
#include "emit/operation_header.hpp"
#include "network_io/numbered.hpp"
#include "network_io/symbols.hpp"
#include "network_io/totals.hpp"

namespace calib::emit {
namespace {

using network_io::network_data;
using network_io::numbered_network;
using network_io::work_data;

/// A network with what its header says of it.
struct described {
  const network_data& network;
  numbered_network numbered;
  std::vector<std::string> operations;  ///< types, "op::conv2d<f32>"

  explicit described(const network_data& n) : network{n}, numbered{network_io::number(n)} {
    for (const work_data& work : numbered.works) {
      const std::string type = type_of(work);
      if (std::ranges::find(operations, type) == operations.end()) operations.push_back(type);
    }
  }

  static std::string type_of(const work_data& work) {
    return "op::" + work.operation + "<" + std::string{facts(work.precision).name} + ">";
  }
  std::size_t number_of(const work_data& work) const {
    return static_cast<std::size_t>(std::ranges::find(operations, type_of(work)) - operations.begin());
  }
};

// Names that the body of a description uses unqualified.
void check(const network_data& network) {
  for (const std::string_view used : {"op", "std", "calib", "described", "networks"}) {
    if (network.id == used || parse_precision(network.id)) {
      throw profile_error(profile_fault::bad_identifier, network.id, "/id", "the id is a name that the header uses",
                          "choose another id");
    }
  }
}

std::string size_text(const network_size& size) {
  std::string text = "{" + std::to_string(size.factor);
  std::size_t last = most_symbols;
  while (last > 0 && size.powers[last - 1] == 0) --last;
  if (last == 0) return text + "}";
  text += ", {";
  for (std::size_t s = 0; s < last; ++s) text += (s == 0 ? "" : ", ") + std::to_string(size.powers[s]);
  return text + "}}";
}

void append_includes(std::string& out, const described& from) {
  std::set<std::string_view> headers{"calib/network/described.hpp"};
  for (const work_data& work : from.numbered.works) headers.insert(operation_header(work.operation));
  for (const std::string_view header : headers) out += "#include <" + std::string{header} + ">\n";
}

void append_array(std::string& out, std::string_view element, std::string_view name,
                  const std::vector<std::string>& items) {
  const std::string type = "std::array<" + std::string{element} + ", " + std::to_string(items.size()) + ">";
  if (items.empty()) {
    out += "  static constexpr " + type + " " + std::string{name} + "{};\n";
    return;
  }
  append_list(out, "  static constexpr " + type + " " + std::string{name} + "{{", items, "}};", 6);
}

/// The sizes of all works, one work to a line.
void append_works(std::string& out, const described& from) {
  std::vector<std::string> works;
  std::string lines;
  std::size_t sizes = 0;
  for (const work_data& work : from.numbered.works) {
    works.push_back("{" + std::to_string(from.number_of(work)) + ", " + std::to_string(sizes) + "}");
    std::vector<std::string> items;
    for (const network_size& size : work.sizes) items.push_back(size_text(size));
    sizes += items.size();
    append_list(lines, "      /*" + work.operation + "*/ ", items, ",", 10);
  }
  out += "  static constexpr std::array<network_size, " + std::to_string(sizes) + "> sizes{{\n" + lines + "  }};\n";
  append_array(out, "network_work", "works", works);
}

std::string role_text(layer_role role) {
  constexpr std::string_view names[] = {"reshape",   "product", "matmul", "batch_norm", "bias_add",    "relu",
                                        "clip",      "gelu",    "silu",   "sigmoid",    "hardsigmoid", "tanh",
                                        "hardswish", "erf",     "sqrt",   "pow",        "add",         "sub",
                                        "mul",       "div",     "mean",   "softmax",    "other"};
  return "layer_role::" + std::string{names[static_cast<std::size_t>(role)]};
}

std::string number_text(std::uint32_t number) { return number == no_number ? "no_number" : std::to_string(number); }

void append_layers(std::string& out, const described& from) {
  out += "  static constexpr std::array<network_layer, " + std::to_string(from.numbered.layers.size()) + "> layers{{\n";
  for (std::size_t i = 0; i < from.numbered.layers.size(); ++i) {
    const network_layer& layer = from.numbered.layers[i];
    std::string line = "      {" + role_text(layer.role) + ", " + number_text(layer.work) + ", " +
                       number_text(layer.group) + ", " + std::to_string(layer.first_input) + ", " +
                       std::to_string(layer.input_count);
    if (layer.times != 1) line += ", " + std::to_string(layer.times);
    out += line + "},\n";
  }
  out += "  }};\n";
  std::vector<std::string> inputs, names, parameters, groups;
  for (const std::int32_t input : from.numbered.inputs) inputs.push_back(std::to_string(input));
  for (const network_io::layer_data& layer : from.network.layers) {
    names.push_back("\"" + escaped(layer.name) + "\"");
    parameters.push_back(std::to_string(network_io::parameters_of(layer, network_io::usual_values(from.network))));
  }
  for (const network_group& group : from.numbered.groups) {
    groups.push_back("{fusion::" + std::string{name(group.what)} + ", " + std::to_string(group.work) + ", " +
                     std::to_string(group.last) + "}");
  }
  append_array(out, "std::int32_t", "inputs", inputs);
  append_array(out, "network_group", "groups", groups);
  append_array(out, "std::string_view", "names", names);
  append_array(out, "std::uint64_t", "parameters", parameters);
}

void append_description(std::string& out, const described& from) {
  std::vector<std::string> symbols;
  for (const auto& symbol : from.network.symbols) {
    symbols.push_back("{\"" + symbol.name + "\", " + std::to_string(symbol.usual) + "}");
  }
  out += "\nnamespace calib::networks {\nnamespace described {\n\nstruct " + from.network.id + " {\n";
  append_text(out, "  static constexpr std::string_view id = ", escaped(from.network.id), ";", 6);
  append_text(out, "  static constexpr std::string_view name = ", escaped(from.network.name), ";", 6);
  append_stacked(out, "  using operations = type_list<", from.operations, ">;", 6);
  append_array(out, "network_symbol", "symbols", symbols);
  append_works(out, from);
  append_layers(out, from);
  out += "};\n\n}  // namespace described\n";
}

void append_function(std::string& out, const network_data& network) {
  std::vector<std::string> parameters;
  std::string names;
  for (const auto& symbol : network.symbols) {
    parameters.push_back("std::size_t " + symbol.name + " = " + std::to_string(symbol.usual));
    names += (names.empty() ? "" : ", ") + symbol.name;
  }
  out += "\n/// " + for_comment(network.name) + " at these sizes.\n";
  append_list(out, "constexpr auto " + network.id + "(", parameters, ") noexcept {", 4);
  out += "  return described_network<described::" + network.id + ">{{" + names + "}};\n}\n\n" +
         "}  // namespace calib::networks\n";
}

std::string banner(const network_data& network) {
  std::string out = "#pragma once\n// clang-format off\n//\n";
  append_remark(out, "calib network", network.id);
  append_remark(out, "name", for_comment(network.name));
  append_remark(out, "source", for_comment(network.source.name));
  append_remark(out, "", for_comment(network.source.url));
  out += "//\n// Generated by calib " CALIB_VERSION "; do not edit. Regenerate with\n//   calib-header --network -o " +
         network.id + ".hpp " + network.id + ".json\n\n";
  return out;
}

}  // namespace

std::string network_header_text(const network_data& network) {
  check(network);
  const described from(network);
  std::string out = banner(network);
  append_includes(out, from);
  append_description(out, from);
  append_function(out, network);
  return out;
}

}  // namespace calib::emit
