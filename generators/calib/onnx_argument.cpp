#include "onnx_argument.hpp"

#include <fmt/format.h>

#include <utility>

#include "dimensions.hpp"
#include "onnx/import_onnx.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

/// Both sides of the equals sign.
std::pair<std::string, std::string> parse_pair(const std::string& option, const std::string& word) {
  const std::size_t equals = word.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == word.size()) {
    throw usage_error(fmt::format("{} {}: write it as name=value", option, word));
  }
  return {word.substr(0, equals), word.substr(equals + 1)};
}

onnx::operator_cost parse_cost(const std::string& word, const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) {
    throw usage_error(fmt::format("--op-cost {}: write the cost of one execution as flops:bytes", word));
  }
  return {parse_size(word, text.substr(0, colon)), parse_size(word, text.substr(colon + 1))};
}

onnx::import_options options_of(const onnx_options& o) {
  onnx::import_options out;
  out.id = o.id;
  out.batch = o.batch;
  out.allow_roofline = o.allow_roofline;
  for (const std::string& word : o.sizes) {
    const auto [name, size] = parse_pair("--size", word);
    out.sizes[name] = parse_size(word, size);
  }
  for (const std::string& word : o.costs) {
    const auto [name, cost] = parse_pair("--op-cost", word);
    out.costs[name] = parse_cost(word, cost);
  }
  for (const std::string& word : o.shapes) {
    const auto [name, sizes] = parse_pair("--shape", word);
    out.shapes[name] = CLI::detail::split(sizes, ',');
  }
  for (const std::string& word : o.branches) {
    const auto [name, branch] = parse_pair("--branch", word);
    if (branch != "then" && branch != "else") {
      throw usage_error(fmt::format("--branch {}: a branch is then or else", word));
    }
    out.branches[name] = branch;
  }
  for (const std::string& word : o.trips) {
    const auto [name, rounds] = parse_pair("--trips", word);
    out.trips[name] = parse_size(word, rounds);
  }
  return out;
}

}  // namespace

void add_onnx_options(CLI::App& sub, onnx_options& o) {
  sub.add_option("--op-cost", o.costs,
                 "DOMAIN.OP=FLOPS:BYTES: cost of one execution of an operator calib does not know")
      ->allow_extra_args(false);
  sub.add_flag("--allow-roofline", o.allow_roofline, "count unknown operators by the bytes of their operands");
  sub.add_option("--shape", o.shapes,
                 "VALUE=SIZE,...: sizes of a value that the file leaves out, as the result of a custom operator; "
                 "numbers, or open dimensions by name")
      ->allow_extra_args(false);
  sub.add_option("--branch", o.branches, "NAME=then or NAME=else: the branch of an If that is taken")
      ->allow_extra_args(false);
  sub.add_option("--trips", o.trips, "NAME=N: how often a Loop goes round")->allow_extra_args(false);
}

network_io::network_data read_onnx(const onnx_options& o, bool quiet) {
  onnx::imported found = onnx::import_onnx(o.file, options_of(o));
  if (!quiet) {
    for (const std::string& note : found.notes) fmt::print(stderr, "calib: {}\n", note);
  }
  return std::move(found.network);
}

}  // namespace calib::tool
