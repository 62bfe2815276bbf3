#include "network_io/numbered.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "calib/network/patterns.hpp"

namespace calib::network_io {
namespace {

/// An order of works, whichever.
struct works_in_order {
  static auto key(const network_size& size) { return std::tie(size.factor, size.powers); }
  bool operator()(const work_data& a, const work_data& b) const {
    if (a.operation != b.operation) return a.operation < b.operation;
    if (a.precision != b.precision) return a.precision < b.precision;
    const auto less = [](const network_size& x, const network_size& y) { return key(x) < key(y); };
    return std::ranges::lexicographical_compare(a.sizes, b.sizes, less);
  }
};

/// Numbers of works already met.
using known_works = std::map<work_data, std::uint32_t, works_in_order>;

std::uint32_t work_number(numbered_network& out, known_works& known, work_data work) {
  const auto [at, is_new] = known.emplace(std::move(work), static_cast<std::uint32_t>(out.works.size()));
  if (is_new) out.works.push_back(at->first);
  return at->second;
}

/// A size times a number.
network_size scaled(network_size size, std::size_t by) {
  size.factor *= by;
  return size;
}

/// What a pattern asks for when it is carried out as one operation; no operation where its sizes fit none.
work_data work_of(const pattern& found, const network_data& network) {
  const layer_data& first = network.layers[found.first];
  const layer_data& last = network.layers[found.last];
  switch (found.what) {
    case fusion::gelu_parts:
      return {"gelu", last.precision, {last.output}};
    case fusion::silu_parts:
      return {"silu", last.precision, {last.output}};
    case fusion::hardswish_parts:
      return {"hardswish", last.precision, {last.output}};
    case fusion::layer_norm_parts:
      if (first.operation != "reduce_sum") return {};
      return {"layer_norm", last.precision, first.sizes};  // rows, cols
    case fusion::attention: {
      if (first.operation != "batched_gemm") return {};
      const std::vector<network_size>& s = first.sizes;  // batch, m, n, k
      if (s[1] != s[2]) return {};                       // queries of other positions: a decode, or crossed attention
      const network_size one{1};
      // attention_prefill counts half of the positions; without a causal mask it is all of them.
      return {"attention_prefill", first.precision, {scaled(s[0], found.causal ? 1 : 2), s[1], one, one, s[3]}};
    }
    default:
      return {};
  }
}

void find_groups(numbered_network& out, known_works& known, const network_data& network) {
  std::vector<std::uint32_t> uses(out.layers.size());
  count_uses(out.view(), uses);
  for (std::uint32_t i = 0; i < out.layers.size(); ++i) {
    const pattern found = pattern_at({out.view(), uses}, i);
    if (!found.found()) continue;
    // One step cannot be carried out as often as two layers that differ in that.
    const bool apart =
        std::any_of(found.members.begin(), found.members.begin() + found.count, [&](std::uint32_t member) {
          return out.layers[member].group != no_number || out.layers[member].times != out.layers[i].times;
        });
    work_data work = work_of(found, network);
    if (apart || work.operation.empty()) continue;
    const auto number = static_cast<std::uint32_t>(out.groups.size());
    for (std::size_t m = 0; m < found.count; ++m) out.layers[found.members[m]].group = number;
    out.groups.push_back({found.what, work_number(out, known, std::move(work)), found.last});
  }
}

}  // namespace

numbered_network number(const network_data& network) {
  numbered_network out;
  known_works known;
  for (const layer_data& layer : network.layers) {
    network_layer one{.role = role_of(layer.operation, layer.kind),
                      .first_input = static_cast<std::uint32_t>(out.inputs.size()),
                      .input_count = static_cast<std::uint32_t>(layer.inputs.size()),
                      .times = layer.times};
    if (one.role != layer_role::reshape) {
      one.work = work_number(out, known, {layer.operation, layer.precision, layer.sizes});
    }
    out.inputs.insert(out.inputs.end(), layer.inputs.begin(), layer.inputs.end());
    out.layers.push_back(one);
  }
  find_groups(out, known, network);
  return out;
}

}  // namespace calib::network_io
