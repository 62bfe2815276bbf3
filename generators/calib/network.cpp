/// `calib network`: the networks there are, what one consists of, and what two differ in.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "network_argument.hpp"
#include "network_io/operations.hpp"
#include "network_io/reader.hpp"
#include "network_io/size_text.hpp"
#include "network_io/totals.hpp"
#include "network_io/writer.hpp"
#include "onnx_argument.hpp"
#include "positive_number.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/operations.hpp"
#include "shipped_files.hpp"

namespace calib::tool {
namespace {

using network_io::layer_data;
using network_io::network_data;

exit_code list() {
  console::text_table table({"network", "name", ">layers", ">parameters", ">GMAC", "symbols"});
  for (const std::string& id : shipped_networks()) {
    const network_data net = network_io::read_network(*shipped_file("networks", id));
    const network_io::network_totals sums = network_io::totals(net, network_io::usual_values(net));
    std::string symbols;
    for (const auto& symbol : net.symbols) {
      symbols += fmt::format("{}{}={}", symbols.empty() ? "" : " ", symbol.name, symbol.usual);
    }
    table.add({id, net.name, std::to_string(net.layers.size()),
               fmt::format("{:.1f} M", static_cast<double>(sums.parameters) / 1e6),
               fmt::format("{:.3f}", sums.multiply_adds / 1e9), symbols});
  }
  fmt::print("{}", table.str());
  return ok;
}

/// "batch=batch in_channels=3": what is as the operation's default is left out.
std::string dims_text(const network_data& net, const layer_data& layer) {
  const auto names = *network_io::dimensions_of(layer.operation);
  std::string out;
  for (std::size_t i = 0; i < layer.sizes.size(); ++i) {
    const auto usual = profile_io::usual_value(layer.operation, names[i]);
    if (usual && layer.sizes[i] == network_size{*usual}) continue;
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", names[i], network_io::size_text(layer.sizes[i], net.symbols));
  }
  return out;
}

exit_code show(const network_options& o) {
  const network_data net = read_network_argument(o);
  const auto symbols = network_io::usual_values(net);
  const network_io::network_totals sums = network_io::totals(net, symbols);
  fmt::print("{} ({}), {} layers, {:.3f} M parameters, {:.3f} GMAC\n", net.name, net.id, net.layers.size(),
             static_cast<double>(sums.parameters) / 1e6, sums.multiply_adds / 1e9);
  if (!net.source.name.empty()) fmt::print("source: {} {}\n", net.source.name, net.source.url);
  if (!net.source.conditions.empty()) fmt::print("{}\n", net.source.conditions);
  console::text_table table({"layer", "operation", "sizes", ">times", "precision"});
  for (const layer_data& layer : net.layers) {
    table.add({layer.name, layer.operation + (layer.kind.empty() ? "" : " (" + layer.kind + ")"), dims_text(net, layer),
               std::to_string(layer.times), std::string{facts(layer.precision).name}});
  }
  fmt::print("{}", table.str());
  return ok;
}

/// What layers of a network ask for, and how often.
std::map<std::string, std::uint64_t> works_of(const network_data& net) {
  std::map<std::string, std::uint64_t> out;
  for (const layer_data& layer : net.layers) {
    if (layer.operation == network_io::reshape) continue;
    out[fmt::format("{} {} {}", layer.operation, facts(layer.precision).name, dims_text(net, layer))] += layer.times;
  }
  return out;
}

exit_code import(const onnx_options& o, const std::string& output, bool quiet) {
  const network_data net = read_onnx(o, quiet);
  const std::string text = network_io::write_network(net);
  if (output.empty()) {
    fmt::print("{}", text);
    return ok;
  }
  profile_io::write_atomically(output, text);
  const network_io::network_totals sums = network_io::totals(net, network_io::usual_values(net));
  if (!quiet) {
    fmt::print("{}: {} layers, {:.3f} M parameters, {:.3f} GMAC\n", output, net.layers.size(),
               static_cast<double>(sums.parameters) / 1e6, sums.multiply_adds / 1e9);
  }
  return ok;
}

exit_code diff(const std::string& a, const std::string& b, bool quiet) {
  const auto first = works_of(read_network_argument({.network = a, .quiet = quiet}));
  const auto second = works_of(read_network_argument({.network = b, .quiet = quiet}));
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> both;
  for (const auto& [work, times] : first) both[work].first = times;
  for (const auto& [work, times] : second) both[work].second = times;
  console::text_table table({"operation and sizes", ">" + a, ">" + b});
  bool same = true;
  for (const auto& [work, times] : both) {
    if (times.first == times.second) continue;
    same = false;
    table.add({work, std::to_string(times.first), std::to_string(times.second)});
  }
  fmt::print("{}", same ? "The same work.\n" : table.str());
  return ok;
}

}  // namespace

void add_network(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* const sub = app.add_subcommand("network", "networks: list, show, diff, import");
  sub->require_subcommand(1);
  CLI::App* const list_command = sub->add_subcommand("list", "the networks that come with calib");
  list_command->callback([&chosen] { chosen = list; });

  CLI::App* const show_command = sub->add_subcommand("show", "a network's layers");
  auto shown = std::make_shared<network_options>();
  show_command->add_option("network", shown->network, "id or file")->required();
  show_command->callback([&chosen, &global, shown] {
    chosen = [&global, shown] {
      shown->quiet = global.quiet;
      return show(*shown);
    };
  });

  CLI::App* const import_command = sub->add_subcommand("import", "a model in ONNX as a network; weights are not read");
  auto model = std::make_shared<onnx_options>();
  auto output = std::make_shared<std::string>();
  import_command->add_option("model", model->file, "ONNX file")->required();
  import_command->add_option("-o,--output", *output, "network file to write (default: print it)");
  import_command->add_option("--id", model->id, "id of the network (default: the file's name)");
  import_command->add_option("--batch", model->batch, "usual value of the symbol batch")
      ->check(positive_whole_number());
  import_command->add_option("--size", model->sizes, "NAME=N: fixes a dimension that the model leaves open; repeatable")
      ->allow_extra_args(false);
  add_onnx_options(*import_command, *model);
  import_command->callback([&chosen, &global, model, output] {
    chosen = [&global, model, output] { return import(*model, *output, global.quiet); };
  });

  CLI::App* const diff_command = sub->add_subcommand("diff", "the work in which two networks differ");
  auto names = std::make_shared<std::pair<std::string, std::string>>();
  diff_command->add_option("first", names->first, "id or file")->required();
  diff_command->add_option("second", names->second, "id or file")->required();
  diff_command->callback([&chosen, &global, names] {
    chosen = [&global, names] { return diff(names->first, names->second, global.quiet); };
  });
}

}  // namespace calib::tool
