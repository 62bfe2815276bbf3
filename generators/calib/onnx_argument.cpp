#include "onnx_argument.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <type_traits>
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
  return {text.substr(0, colon), text.substr(colon + 1)};
}

/// What --op-cost gives: a cost, or the lines of a file of them, in which '#' begins a comment.
std::vector<std::string> costs_of(const std::string& word) {
  if (word.find('=') != std::string::npos) return {word};
  std::ifstream file(word);
  if (!file)
    throw usage_error(fmt::format("--op-cost {}: write it as name=flops:bytes, or name a file of such lines", word));
  std::vector<std::string> costs;
  for (std::string line; std::getline(file, line);) {
    line = CLI::detail::trim_copy(line.substr(0, line.find('#')));
    if (!line.empty()) costs.push_back(line);
  }
  return costs;
}

template <class Value>
void insert_once(std::map<std::string, Value>& into, const std::string& option, const std::string& name,
                 std::type_identity_t<Value> value) {
  if (!into.emplace(name, std::move(value)).second) {
    throw usage_error(fmt::format("{}: {} is given twice; give it once", option, name));
  }
}

onnx::import_options options_of(const onnx_options& o) {
  onnx::import_options out;
  out.id = o.id;
  out.batch = o.batch;
  out.allow_roofline = o.allow_roofline;
  for (const std::string& word : o.sizes) {
    const auto [name, size] = parse_pair("--size", word);
    const std::size_t value = parse_size(word, size);
    if (value == 0) throw usage_error(fmt::format("--size {}: give a size of at least 1", word));
    insert_once(out.sizes, "--size", name, value);
  }
  for (const std::string& word : o.costs) {
    for (const std::string& one : costs_of(word)) {
      const auto [name, cost] = parse_pair("--op-cost", one);
      insert_once(out.costs, "--op-cost", name, parse_cost(one, cost));
    }
  }
  for (const std::string& word : o.shapes) {
    const auto [name, sizes] = parse_pair("--shape", word);
    insert_once(out.shapes, "--shape", name, CLI::detail::split(sizes, ','));
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
  sub.add_option(
         "--op-cost", o.costs,
         "DOMAIN.OP=FLOPS:BYTES: cost of one execution of an operator calib does not know, in numbers or products as "
         "2048*batch; or a file of such lines")
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
