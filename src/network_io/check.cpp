#include "network_io/check.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "calib/profile_error.hpp"
#include "network_io/operations.hpp"
#include "network_io/size_text.hpp"
#include "network_io/symbols.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/json_value.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::network_io {
namespace {

using profile_io::in_quotes;
using profile_io::largest_whole;
using profile_io::pointer_to;

class checker {
 public:
  explicit checker(std::string_view file) : file_{file} {}

  [[noreturn]] void fail(profile_fault code, std::string pointer, std::string problem, std::string remedy) const {
    throw profile_error(code, std::string{file_}, std::move(pointer), std::move(problem), std::move(remedy));
  }

  void schema(int version) const {
    const std::string reads = "this calib reads networks of schema " + std::to_string(schema_version);
    if (version > schema_version) {
      fail(profile_fault::schema_too_new, "/schema", "schema " + std::to_string(version) + " is too new: " + reads,
           "update calib, or import the network again with this one");
    }
    if (version < schema_version) {
      fail(profile_fault::schema_too_old, "/schema", "schema " + std::to_string(version) + " is too old: " + reads,
           "import the network again with `calib network import`");
    }
  }

  void head(const network_data& network) const {
    identifier(network.id, "/id");
    not_empty(network.name, "/name", "the name of the network");
  }

  void symbols(const network_data& network) const {
    if (network.symbols.size() > most_symbols) {
      fail(profile_fault::wrong_length, "/symbols",
           "a network has at most " + std::to_string(most_symbols) + " symbols, found " +
               std::to_string(network.symbols.size()),
           "write numbers for those that never change");
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < network.symbols.size(); ++i) {
      const symbol_data& symbol = network.symbols[i];
      const std::string at = pointer_to("symbols", i);
      identifier(symbol.name, at + "/name");
      if (!seen.insert(symbol.name).second) {
        fail(profile_fault::wrong_value, at + "/name", "the symbol " + in_quotes(symbol.name) + " is there already",
             "give it another name or remove it");
      }
      whole(symbol.usual, 1, at + "/usual", "the usual value of a symbol");
    }
  }

  void inputs(const network_data& network) {
    for (std::size_t i = 0; i < network.inputs.size(); ++i) {
      const input_data& input = network.inputs[i];
      const std::string at = pointer_to("inputs", i);
      unique_name(input.name, at + "/name", "an input");
      elements(network, input.elements, at + "/elements");
    }
  }

  void layers(const network_data& network) {
    if (network.layers.empty()) {
      fail(profile_fault::wrong_length, "/layers", "a network has at least one layer, found none", "add its layers");
    }
    if (network.layers.size() > most_layers) {
      fail(profile_fault::wrong_length, "/layers",
           "a network has at most " + std::to_string(most_layers) + " layers, found " +
               std::to_string(network.layers.size()),
           "write blocks that repeat once, with \"times\"");
    }
    for (std::size_t i = 0; i < network.layers.size(); ++i) layer(network, i);
  }

 private:
  void identifier(const std::string& id, std::string pointer) const {
    if (profile_io::is_identifier(id)) return;
    fail(profile_fault::bad_identifier, std::move(pointer), in_quotes(id) + " cannot be a name in C++",
         "use ASCII letters, digits and single underscores, a letter first, and no C++ keyword: seq_len");
  }

  void not_empty(const std::string& text, std::string pointer, const std::string& what) const {
    if (!text.empty()) return;
    fail(profile_fault::wrong_value, std::move(pointer), what + " must not be empty", "write its name");
  }

  void whole(std::uint64_t value, std::uint64_t least, std::string pointer, const std::string& what) const {
    if (value >= least && value <= largest_whole) return;
    fail(profile_fault::wrong_value, std::move(pointer),
         what + " is a whole number from " + std::to_string(least) + " to 2^53, found " + std::to_string(value),
         "correct it, or leave it out");
  }

  void unique_name(const std::string& name, const std::string& at, const std::string& what) {
    not_empty(name, at, "the name of " + what);
    if (names_.insert(name).second) return;
    fail(profile_fault::wrong_value, at, "an input or a layer is called " + in_quotes(name) + " already",
         "give one of them another name");
  }

  /// Powers of symbols that are there. The reader has found them by name; other programs may not.
  void known_symbols(const network_data& network, const network_size& size, const std::string& at) const {
    for (std::size_t s = network.symbols.size(); s < most_symbols; ++s) {
      if (size.powers[s] == 0) continue;
      fail(profile_fault::wrong_value, at, "the network has no symbol " + std::to_string(s),
           "describe it under /symbols");
    }
    if (size.factor > largest_size) {
      fail(profile_fault::wrong_value, at, "the number in the size is larger than 2^53", "give a smaller size");
    }
    if (size.factor == 0 && !is_constant(size)) {
      fail(profile_fault::wrong_value, at, "a size of 0 is 0 whatever its symbols are", "write 0");
    }
  }

  /// Elements of a tensor: at least one, and as many as can be counted.
  void elements(const network_data& network, const network_size& size, const std::string& at) const {
    known_symbols(network, size, at);
    const std::size_t count = size.at(usual_values(network));
    if (count == 0) fail(profile_fault::wrong_value, at, "a tensor has at least 1 element, found 0", "write its size");
    if (count <= largest_size) return;
    fail(profile_fault::wrong_value, at,
         "the size " + in_quotes(size_text(size, network.symbols)) +
             " is larger than 2^53 at the usual values of its symbols",
         "give a smaller size, or the symbols smaller usual values");
  }

  void layer(const network_data& network, std::size_t number) {
    const layer_data& layer = network.layers[number];
    const std::string at = pointer_to("layers", number);
    unique_name(layer.name, at + "/name", "a layer");
    operation(layer, at);
    sizes(network, layer, at);
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
      source(network, number, layer.inputs[i], at + pointer_to("inputs", i));
    }
    elements(network, layer.output, at + "/output");
    if (layer.bias && !takes_bias(layer.operation)) {
      fail(profile_fault::wrong_value, at + "/bias",
           "a bias belongs to products and convolutions, not to " + in_quotes(layer.operation),
           "leave it out, or add a bias_add layer");
    }
    whole(layer.times, 1, at + "/times", "how often a layer is done");
    if (layer.parameters) whole(*layer.parameters, 0, at + "/parameters", "the number of parameters");
  }

  void operation(const layer_data& layer, const std::string& at) const {
    if (!dimensions_of(layer.operation)) {
      const std::string near = nearest_operation(layer.operation);
      fail(profile_fault::unknown_operation, at + "/operation", unknown_operation(layer.operation),
           near.empty() ? "write one of these, or custom with its flops and bytes"
                        : "write " + near + ", another of these, or custom with its flops and bytes");
    }
    if (exists(layer.operation, layer.precision)) return;
    fail(profile_fault::unknown_operation, at + "/operation",
         layer.operation + " has no weights that could be in a format of their own, as " +
             std::string{facts(layer.precision).name} + " says",
         "give the layer the precision of its operands, or make it a linear");
  }

  void sizes(const network_data& network, const layer_data& layer, const std::string& at) const {
    const auto dimensions = *dimensions_of(layer.operation);
    if (layer.sizes.size() != dimensions.size()) {
      fail(profile_fault::wrong_length, at + "/sizes",
           layer.operation + " has " + std::to_string(dimensions.size()) + " dimensions, found " +
               std::to_string(layer.sizes.size()) + " sizes",
           "write the sizes of: " + profile_io::listed(dimensions));
    }
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
      known_symbols(network, layer.sizes[d], at + pointer_to("sizes", dimensions[d]));
    }
    const std::vector<std::size_t> dims = dims_of(layer, usual_values(network));
    const char* const why = problem_of(layer.operation, dims, layer.precision);
    if (why == nullptr) return;
    const std::string sentence(why);  // what is wrong, a colon, what to do
    const std::size_t colon = sentence.rfind(": ");
    fail(profile_fault::wrong_value, at + "/sizes",
         "there is no such " + layer.operation + " at the usual values of the symbols: " + sentence.substr(0, colon),
         colon == std::string::npos ? "correct the sizes" : sentence.substr(colon + 2));
  }

  void source(const network_data& network, std::size_t reader, std::int32_t number, const std::string& at) const {
    if (number < 0) {
      if (static_cast<std::size_t>(-1 - std::int64_t{number}) < network.inputs.size()) return;
      fail(profile_fault::wrong_value, at, "the network has no input " + std::to_string(-1 - std::int64_t{number}),
           "describe it under /inputs");
    }
    if (static_cast<std::size_t>(number) < reader) return;
    const bool later = static_cast<std::size_t>(number) < network.layers.size();
    fail(profile_fault::wrong_value, at,
         later ? "the layer " + in_quotes(network.layers[static_cast<std::size_t>(number)].name) +
                     " is not before the one that reads it"
               : "the network has no layer " + std::to_string(number),
         later ? "write each layer after those it reads; a network has no cycles" : "name an input or a layer");
  }

  std::string_view file_;
  std::set<std::string_view> names_{};
};

}  // namespace

void check_schema(int version, std::string_view file) { checker(file).schema(version); }

void check_symbols(const network_data& network, std::string_view file) { checker(file).symbols(network); }

void check(const network_data& network, std::string_view file) {
  checker c(file);
  c.head(network);
  c.symbols(network);
  c.inputs(network);
  c.layers(network);
}

}  // namespace calib::network_io
