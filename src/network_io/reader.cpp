#include "network_io/reader.hpp"

#include <simdjson.h>

#include <map>
#include <string_view>
#include <utility>

#include "calib/profile_error.hpp"
#include "network_io/check.hpp"
#include "network_io/operations.hpp"
#include "network_io/size_text.hpp"
#include "profile_io/json_fields.hpp"
#include "profile_io/json_value.hpp"
#include "profile_io/nearest.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"
#include "profile_io/text_file.hpp"

namespace calib::network_io {
namespace {

using profile_io::in_quotes;
using profile_io::json_object;
using profile_io::json_value;

/// A member that must be there. json_object::required would have a profile made again.
json_value required(const json_value& owner, const json_object& object, std::string_view key) {
  if (auto found = object.optional(key)) return *std::move(found);
  owner.fail(profile_fault::missing_key, "the key " + in_quotes(key) + " is missing",
             "add it, or import the network again with `calib network import`");
}

std::string required_text(const json_value& owner, const json_object& object, std::string_view key) {
  return required(owner, object, key).text();
}

std::vector<std::string_view> layer_keys() {
  return {"name", "kind", "operation", "precision", "sizes", "inputs", "output", "bias", "times", "parameters"};
}

/// What layers may read, by name: inputs of the network and the layers before. Numbers are those of layer_data::inputs.
using sources = std::map<std::string, std::int32_t, std::less<>>;

class network_reader {
 public:
  explicit network_reader(std::string_view file) : file_{file} {}

  network_data read(const json_value& root) {
    const json_object object(root, {"schema", "id", "name", "source", "precision", "symbols", "inputs", "layers"});
    out_.id = required_text(root, object, "id");
    out_.name = required_text(root, object, "name");
    if (const auto v = object.optional("source")) out_.source = profile_io::read_source(*v);
    usual_precision_ = profile_io::read_precision(required(root, object, "precision"));
    if (const auto v = object.optional("symbols")) {
      for (const json_value& symbol : v->items()) out_.symbols.push_back(read_symbol(symbol));
    }
    check_symbols(out_, file_);  // before sizes that name them
    for (const json_value& input : required(root, object, "inputs").items()) read_input(input);
    const std::vector<json_value> layers = required(root, object, "layers").items();
    for (const json_value& layer : layers) find_name(layer);
    for (const json_value& layer : layers) read_layer(layer);
    return std::move(out_);
  }

 private:
  static symbol_data read_symbol(const json_value& value) {
    const json_object object(value, {"name", "usual"});
    return {required_text(value, object, "name"), required(value, object, "usual").whole<std::uint64_t>()};
  }

  void read_input(const json_value& value) {
    const json_object object(value, {"name", "elements"});
    input_data input{required_text(value, object, "name"), read_size(required(value, object, "elements"))};
    before_.emplace(input.name, -1 - static_cast<std::int32_t>(out_.inputs.size()));
    out_.inputs.push_back(std::move(input));
  }

  /// A number, or a product with symbols as text.
  network_size read_size(const json_value& value) const {
    if (!value.is_text()) return {value.whole<std::size_t>(), {}};
    parsed_size parsed = parse_size(value.text(), out_.symbols);
    if (!parsed.problem.empty()) {
      value.fail(profile_fault::wrong_value, std::move(parsed.problem), std::move(parsed.remedy));
    }
    return parsed.size;
  }

  /// The names of all layers come first, so that a name of a later one is known as such.
  void find_name(const json_value& value) {
    const json_object object(value, layer_keys());
    all_.emplace(required_text(value, object, "name"), static_cast<std::int32_t>(all_.size()));
  }

  void read_layer(const json_value& value) {
    const json_object object(value, layer_keys());
    layer_data layer;
    layer.name = required_text(value, object, "name");
    layer.kind = object.optional_text("kind");
    layer.operation = required_text(value, object, "operation");
    const auto precision = object.optional("precision");
    layer.precision = precision ? profile_io::read_precision(*precision) : usual_precision_;
    if (const auto dimensions = dimensions_of(layer.operation)) {
      layer.sizes = read_sizes(value, object, layer.operation, *dimensions);
    }  // else the operation is refused by name
    for (const json_value& input : required(value, object, "inputs").items())
      layer.inputs.push_back(read_source(input));
    layer.output = read_size(required(value, object, "output"));
    if (const auto v = object.optional("bias")) layer.bias = v->boolean();
    if (const auto v = object.optional("times")) layer.times = v->whole<std::uint64_t>();
    if (const auto v = object.optional("parameters")) layer.parameters = v->whole<std::uint64_t>();
    before_.emplace(layer.name, static_cast<std::int32_t>(out_.layers.size()));
    out_.layers.push_back(std::move(layer));
  }

  std::vector<network_size> read_sizes(const json_value& layer, const json_object& members,
                                       const std::string& operation, std::span<const std::string_view> dimensions) {
    if (dimensions.empty() && !members.optional("sizes")) return {};
    const json_value value = required(layer, members, "sizes");
    const json_object object(value, std::vector<std::string_view>(dimensions.begin(), dimensions.end()));
    std::vector<network_size> out;
    for (const std::string_view dimension : dimensions) {
      if (const auto v = object.optional(dimension)) {
        out.push_back(read_size(*v));
      } else if (const auto usual = profile_io::usual_value(operation, dimension)) {
        out.push_back({*usual, {}});
      } else {
        value.fail(profile_fault::missing_key, operation + " needs the size " + in_quotes(dimension), "add it");
      }
    }
    return out;
  }

  std::int32_t read_source(const json_value& value) const {
    const std::string name = value.text();
    if (const auto found = before_.find(name); found != before_.end()) return found->second;
    if (all_.contains(name)) {
      value.fail(profile_fault::wrong_value, "the layer " + in_quotes(name) + " is not before the one that reads it",
                 "write each layer after those it reads; a network has no cycles");
    }
    std::vector<std::string_view> names;
    for (const auto& [known, number] : before_) names.push_back(known);
    const std::string near = profile_io::nearest(name, names);
    value.fail(profile_fault::wrong_value, "no input or layer is called " + in_quotes(name),
               near.empty() ? "name an input of the network or a layer before this one" : "write " + near);
  }

  std::string_view file_;
  network_data out_{};
  precision usual_precision_ = precision::f32;
  sources before_{}, all_{};
};

/// The schema first: in another schema, other keys are right.
void read_schema(const json_value& root, std::string_view file) {
  for (const auto& [key, member] : json_object::members(root)) {
    if (key == "schema") return check_schema(member.whole<int>(), file);
  }
  root.fail(profile_fault::missing_key, "the key \"schema\" is missing",
            "name a calib network; one for this version begins with \"schema\": " + std::to_string(schema_version));
}

}  // namespace

network_data parse_network(const std::string& text, const std::string& where) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto error = parser.parse(text).get(root); error != simdjson::SUCCESS) {
    throw profile_error(profile_fault::not_json, where, "",
                        std::string{"this is not valid JSON: "} + simdjson::error_message(error),
                        "`python3 -m json.tool <file>` shows the line");
  }
  const json_value value(root, "", where);
  read_schema(value, where);
  if (profile_io::has_member(value, "tables") && !profile_io::has_member(value, "layers")) {
    value.fail(profile_fault::wrong_value, "this is a profile, and not a network",
               "name a network here, and the profile where one is asked for");
  }
  network_data network = network_reader(where).read(value);
  check(network, where);
  return network;
}

network_data read_network(const std::filesystem::path& path) {
  std::string text;
  try {
    text = profile_io::read_text(path);
  } catch (const profile_error& e) {  // its remedy is for profiles
    throw profile_error(e.code(), e.file(), e.pointer(), e.problem(),
                        "check the path, or make a network file with `calib network import`");
  }
  return parse_network(text, path.string());
}

}  // namespace calib::network_io
