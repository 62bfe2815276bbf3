#include "network_argument.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "dimensions.hpp"
#include "network_io/nearest.hpp"
#include "network_io/reader.hpp"
#include "onnx_argument.hpp"
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

}  // namespace

void add_size_options(CLI::App& sub, network_options& o) {
  sub.add_option("--batch", o.batch, "value of the symbol batch (default: the network's usual one)")
      ->check(CLI::PositiveNumber);
  sub.add_option("--size", o.sizes, "NAME=N: value of another symbol, as in seq_len=128; repeatable")
      ->allow_extra_args(false);
}

bool names_network(const std::string& word) {
  return fs::path(word).extension() == ".onnx" || fs::path(word).extension() == ".json" ||
         shipped_file("networks", word).has_value();
}

std::vector<std::string> shipped_networks() { return shipped_ids("networks"); }

network_io::network_data read_network_argument(const network_options& o) {
  const fs::path path(o.network);
  if (const auto shipped = shipped_file("networks", o.network); shipped && !fs::exists(path)) {
    return network_io::read_network(*shipped);
  }
  if (path.extension() == ".onnx") {
    onnx_options model{.file = o.network, .batch = o.batch};
    return read_onnx(model, false);
  }
  if (fs::exists(path) || o.network.find_first_of("/.") != std::string::npos) return network_io::read_network(path);
  const std::vector<std::string> known = shipped_networks();
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string nearest = network_io::nearest(o.network, views);
  throw usage_error(fmt::format("no file and no shipped network '{}'{}; shipped networks: {}", o.network,
                                nearest.empty() ? "" : fmt::format(" (did you mean {}?)", nearest),
                                fmt::join(known, ", ")));
}

network_sizes sizes_of(const network_options& o) {
  network_sizes sizes{.batch = o.batch};
  for (const std::string& word : o.sizes) sizes.others.push_back(parse_named_size(word));
  return sizes;
}

}  // namespace calib::tool
