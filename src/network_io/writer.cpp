#include "network_io/writer.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "calib/profile_error.hpp"
#include "network_io/check.hpp"
#include "network_io/operations.hpp"
#include "network_io/size_text.hpp"
#include "profile_io/json_members.hpp"
#include "profile_io/operations.hpp"

namespace calib::network_io {
namespace {

using profile_io::add_known;
using profile_io::json;

/// That of most layers; of several, the first in the order of precisions.
precision usual_precision(const network_data& network) {
  std::array<std::size_t, precision_count> counts{};
  for (const layer_data& layer : network.layers) ++counts[static_cast<std::size_t>(layer.precision)];
  return static_cast<precision>(std::ranges::max_element(counts) - counts.begin());
}

json json_of(const network_size& size, const network_data& network) {
  if (is_constant(size)) return size.factor;
  return size_text(size, network.symbols);
}

json sizes_of(const layer_data& layer, const network_data& network) {
  const auto dimensions = *dimensions_of(layer.operation);
  json out;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    const auto usual = profile_io::usual_value(layer.operation, dimensions[d]);
    if (usual && layer.sizes[d] == network_size{*usual, {}}) continue;
    out[dimensions[d]] = json_of(layer.sizes[d], network);
  }
  return out;
}

const std::string& source_name(std::int32_t number, const network_data& network) {
  if (number >= 0) return network.layers[static_cast<std::size_t>(number)].name;
  return network.inputs[static_cast<std::size_t>(-1 - number)].name;
}

json json_of(const layer_data& layer, const network_data& network, precision usual) {
  json out{{"name", layer.name}};
  add_known(out, "kind", layer.kind);
  out["operation"] = layer.operation;
  if (layer.precision != usual) out["precision"] = facts(layer.precision).name;
  add_known(out, "sizes", sizes_of(layer, network));
  out["inputs"] = json::array();
  for (const std::int32_t number : layer.inputs) out["inputs"].push_back(source_name(number, network));
  out["output"] = json_of(layer.output, network);
  add_known(out, "bias", layer.bias);
  if (layer.times != 1) out["times"] = layer.times;
  if (layer.parameters) out["parameters"] = *layer.parameters;
  return out;
}

json json_of(const network_data& network) {
  const precision usual = usual_precision(network);
  json out{{"schema", schema_version}, {"id", network.id}, {"name", network.name}};
  add_known(out, "source", profile_io::json_of(network.source));
  out["precision"] = facts(usual).name;
  for (const symbol_data& symbol : network.symbols) {
    out["symbols"].push_back({{"name", symbol.name}, {"usual", symbol.usual}});
  }
  out["inputs"] = json::array();
  for (const input_data& input : network.inputs) {
    out["inputs"].push_back({{"name", input.name}, {"elements", json_of(input.elements, network)}});
  }
  for (const layer_data& layer : network.layers) out["layers"].push_back(json_of(layer, network, usual));
  return out;
}

}  // namespace

std::string write_network(const network_data& network) {
  const std::string name = "network " + network.id;
  check(network, name);
  try {
    return profile_io::laid_out(json_of(network), {.on_one_line = {"symbols", "inputs", "layers"}});
  } catch (const std::invalid_argument& problem) {
    throw profile_error(profile_fault::wrong_value, name, "", problem.what(), "write this text in UTF-8");
  }
}

}  // namespace calib::network_io
