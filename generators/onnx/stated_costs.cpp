#include "onnx/stated_costs.hpp"

#include <vector>

#include "network_io/size_text.hpp"
#include "onnx/error.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {

operator_works works_at(const import_options& options, const open_sizes& open, std::span<const std::uint64_t> values) {
  std::vector<network_io::symbol_data> symbols, in_file;  // by their own names, and by those that the file gives them
  symbol_values at{};
  for (std::size_t i = 0; i < open.symbols.size(); ++i) {
    const open_symbol& one = open.symbols[i];
    symbols.push_back({one.name, one.usual});
    in_file.push_back({one.param.empty() ? one.name : std::string{one.param}, one.usual});
    if (i < at.size()) at[i] = static_cast<std::size_t>(values[i]);
  }
  operator_works works;
  for (const auto& [name, cost] : options.costs) {
    const auto size = [&, &name = name](const std::string& text) -> std::uint64_t {
      for (const auto* const known : {&symbols, &in_file}) {
        const network_io::parsed_size parsed = network_io::parse_size(text, *known);
        if (parsed.problem.empty()) return parsed.size.at(at);
      }
      std::vector<std::string_view> names;
      for (const network_io::symbol_data& one : symbols) names.push_back(one.name);
      refuse("operator " + profile_io::in_quotes(name), "is given the cost " + profile_io::in_quotes(text),
             "write FLOPS:BYTES, each a number or a product of numbers and open sizes, as 2048*batch; open here: " +
                 (names.empty() ? "none" : profile_io::listed(names)));
    };
    works[name] = {size(cost.flops), size(cost.bytes)};
  }
  return works;
}

}  // namespace calib::onnx
