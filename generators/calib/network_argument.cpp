#include "network_argument.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "dimensions.hpp"
#include "network_io/reader.hpp"
#include "onnx_argument.hpp"
#include "positive_number.hpp"
#include "runtime/shipped_files.hpp"
#include "shipped_files.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

std::pair<std::string, std::size_t> parse_named_size(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw usage_error(fmt::format("--size {}: write a name and a size, as in --size seq_len=128", word));
  }
  return {word.substr(0, equals), parse_size(word, word.substr(equals + 1))};
}

bool is_model(const std::string& network) { return CLI::detail::to_lower(fs::path(network).extension()) == ".onnx"; }

/// Of a model in ONNX, --batch and all sizes but the batch are those of its import: where no symbol can describe a
/// dimension, it must be fixed there.
bool is_of_import(const std::string& size) { return !size.starts_with("batch="); }

}  // namespace

void add_size_options(CLI::App& sub, network_options& o) {
  sub.add_option("--batch", o.batch, "value of the symbol batch (default: the network's usual one)")
      ->check(positive_whole_number());
  sub.add_option("--size", o.sizes, "NAME=N: value of another symbol, as in seq_len=128; repeatable")
      ->allow_extra_args(false);
}

bool names_network(const std::string& word) {
  return is_model(word) || fs::path(word).extension() == ".json" || shipped_file("networks", word).has_value();
}

std::vector<std::string> shipped_networks() { return shipped_ids("networks"); }

network_io::network_data read_network_argument(const network_options& o) {
  const fs::path path(o.network);
  if (const auto shipped = shipped_file("networks", o.network); shipped && !fs::exists(path)) {
    return network_io::read_network(*shipped);
  }
  if (is_model(o.network)) {
    onnx_options model{.file = o.network, .batch = o.batch};
    std::ranges::copy_if(o.sizes, std::back_inserter(model.sizes), is_of_import);
    return read_onnx(model, o.quiet);
  }
  if (detail::is_file_name(path)) return network_io::read_network(path);
  if (shipped_file("profiles", o.network)) {
    throw usage_error(
        fmt::format("'{}' is a profile, and this is the place of a network; `calib network list` prints "
                    "those that are shipped",
                    o.network));
  }
  throw usage_error(fmt::format("no file and no shipped network '{}'{}; shipped networks: {}", o.network,
                                nearest_ids("networks", o.network), fmt::join(shipped_networks(), ", ")));
}

network_sizes sizes_of(const network_options& o) {
  network_sizes sizes;
  if (!is_model(o.network)) sizes.batch = o.batch;
  for (const std::string& word : o.sizes) {
    if (is_model(o.network) && is_of_import(word)) continue;
    const auto size = parse_named_size(word);
    const bool again = std::ranges::any_of(sizes.others, [&](const auto& other) { return other.first == size.first; });
    if (again || (size.first == "batch" && o.batch)) {
      throw usage_error(fmt::format("--size {}: {} is given twice; give it once", word, size.first));
    }
    sizes.others.push_back(size);
  }
  return sizes;
}

std::string sizes_text(const network& net, const symbol_values& symbols) {
  std::string out;
  for (std::size_t i = 0; i < net.symbols().size(); ++i) {
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", net.symbols()[i], symbols[i]);
  }
  return out;
}

}  // namespace calib::tool
