#include "calib/loaded_network.hpp"

#include <algorithm>
#include <utility>

#include "calib/network/fuse.hpp"
#include "network_io/operations.hpp"
#include "network_io/reader.hpp"
#include "network_io/symbols.hpp"
#include "network_io/totals.hpp"
#include "runtime/network_contents.hpp"
#include "runtime/shipped_files.hpp"

namespace calib {
namespace detail {

network_contents::network_contents(network_io::network_data given)
    : data{std::move(given)}, numbered{network_io::number(data)}, uses(numbered.layers.size()) {
  for (const network_io::symbol_data& symbol : data.symbols) symbols.push_back(symbol.name);
  count_uses(numbered.view(), uses);
}

std::vector<loaded_step> steps_of(const network_contents& net, fusion_set absorbs) {
  const network_view view = net.numbered.view();
  std::vector<fused_layer> fused(view.layers.size());
  fuse(view, absorbs, net.uses, fused);
  std::vector<loaded_step> steps;
  std::vector<std::uint32_t> number(view.layers.size());
  for (std::uint32_t i = 0; i < fused.size(); ++i) {
    if (fused[i].step != i) continue;
    number[i] = static_cast<std::uint32_t>(steps.size());
    steps.push_back({i, work_of_step(view, i, absorbs), 0});
  }
  for (const fused_layer& layer : fused) {
    if (layer.step != no_number) ++steps[number[layer.step]].layers;
  }
  return steps;
}

}  // namespace detail

namespace {

void set_symbol(symbol_values& out, const network& net, std::string_view name, std::optional<std::size_t> value) {
  if (!value) return;
  if (*value == 0) throw network_size_error("symbol " + std::string{name} + " is 0: give a size of at least 1");
  const auto symbols = net.symbols();
  const auto at = std::ranges::find(symbols, name);
  if (at == symbols.end()) {
    std::string known;
    for (const std::string& symbol : symbols) known += (known.empty() ? "" : ", ") + symbol;
    throw network_size_error("network " + std::string{net.id()} + " has no symbol " + std::string{name} +
                             (known.empty() ? ": its sizes are fixed" : "; it has " + known));
  }
  out[static_cast<std::size_t>(at - symbols.begin())] = *value;
}

/// `count` bytes of elements in one format as bytes of as many elements in another; at least one, halves rounded up.
std::size_t bytes_in(std::size_t count, precision from, precision to) {
  const auto halves = [](precision p) { return static_cast<std::size_t>(2 * facts(p).bytes); };
  return (count * halves(to) + halves(from) - 1) / halves(from);
}

/// Gives a layer another precision, and with it the sizes that count bytes of its elements. What does not exist in a
/// pair of formats, as it has no weights, gets that of the activations.
void convert(network_io::layer_data& layer, precision p) {
  const precision to = network_io::exists(layer.operation, p) ? p : facts(p).computes_in.front();
  const auto dimensions = *network_io::dimensions_of(layer.operation);
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    if (dimensions[i] == "bytes") layer.sizes[i].factor = bytes_in(layer.sizes[i].factor, layer.precision, to);
  }
  layer.precision = to;
}

}  // namespace

network::network(std::shared_ptr<const detail::network_contents> contents) noexcept : contents_{std::move(contents)} {}

std::string_view network::id() const noexcept { return contents_->data.id; }

std::string_view network::name() const noexcept { return contents_->data.name; }

std::size_t network::layer_count() const noexcept { return contents_->data.layers.size(); }

std::span<const std::string> network::symbols() const noexcept { return contents_->symbols; }

symbol_values network::values(const network_sizes& sizes) const {
  symbol_values out = network_io::usual_values(contents_->data);
  set_symbol(out, *this, "batch", sizes.batch);
  set_symbol(out, *this, "seq_len", sizes.seq_len);
  set_symbol(out, *this, "kv_len", sizes.kv_len);
  for (const auto& [name, value] : sizes.others) set_symbol(out, *this, name, value);
  return out;
}

network_totals network::total(const network_sizes& sizes) const {
  const network_io::network_totals sums = network_io::totals(contents_->data, values(sizes));
  return {sums.work.arithmetic, sums.work.traffic, static_cast<double>(sums.parameters)};
}

network network::in(precision p) const {
  network_io::network_data data = contents_->data;
  for (network_io::layer_data& layer : data.layers) convert(layer, p);
  return as_network(std::move(data));
}

network as_network(network_io::network_data data) {
  return network{std::make_shared<const detail::network_contents>(std::move(data))};
}

network load_network(const std::filesystem::path& file_or_id, const std::filesystem::path& data_folder) {
  return as_network(network_io::read_network(detail::file_named(file_or_id, data_folder, "network")));
}

network parse_network(std::string_view json, std::string_view name) {
  return as_network(network_io::parse_network(std::string{json}, std::string{name}));
}

}  // namespace calib
