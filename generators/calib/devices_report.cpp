#include "devices_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "calib/network/fuse.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "runtime/company_settings.hpp"
#include "runtime/network_contents.hpp"

namespace calib::tool {
namespace {

using json = nlohmann::ordered_json;

std::vector<fused_layer> fused_on(const device& d, const network& net) {
  const detail::network_contents& contents = net.contents();
  std::vector<fused_layer> fused(contents.numbered.layers.size());
  fuse(contents.numbered.view(), detail::settings_for_networks(d.profile, d.setting).front()->absorbs, contents.uses,
       fused);
  return fused;
}

/// Forbids cuts between the layers of one step.
void forbid_cuts(const std::vector<fused_layer>& fused, std::vector<bool>& may_cut) {
  for (std::size_t i = 0; i < fused.size(); ++i) {
    if (fused[i].step == no_number) continue;
    const std::size_t step = fused[i].step;
    for (std::size_t at = std::min(i, step) + 1; at <= std::max(i, step); ++at) may_cut[at] = false;
  }
}

/// Bytes of the results before layer `at` that it or later ones read.
double live_bytes(const network& net, const std::vector<std::size_t>& last_reader, const symbol_values& symbols,
                  std::size_t at) {
  double sum = 0;
  for (std::size_t i = 0; i < at; ++i) {
    const network_io::layer_data& layer = net.contents().data.layers[i];
    if (last_reader[i] >= at) sum += static_cast<double>(layer.output.at(symbols)) * facts(layer.precision).bytes;
  }
  return sum;
}

std::vector<std::size_t> last_readers(const network_view& view) {
  std::vector<std::size_t> last(view.layers.size(), 0);
  for (std::size_t i = 0; i < view.layers.size(); ++i) {
    if (view.layers[i].role == layer_role::reshape) continue;
    for (const std::int32_t input : view.inputs_of(view.layers[i])) {
      const std::int32_t from = detail::source_of(view, input);
      if (from >= 0) last[static_cast<std::size_t>(from)] = i;
    }
  }
  return last;
}

void cut(devices_report& out, const std::vector<device>& devices, const network& net, const network_sizes& sizes) {
  const network_view view = net.contents().numbered.view();
  const symbol_values symbols = net.values(sizes);
  const std::vector<std::size_t> last_reader = last_readers(view);
  std::vector<bool> may_cut(view.layers.size() + 1, true);
  for (const device& d : devices) forbid_cuts(fused_on(d, net), may_cut);

  std::vector<std::size_t> segment_of(view.layers.size());
  for (std::size_t i = 0; i < view.layers.size(); ++i) {
    const bool begins = out.segments.empty() || (may_cut[i] && view.layers[i].role != layer_role::reshape);
    if (begins) {
      const std::uint64_t before = i == 0 ? 1 : view.layers[i - 1].times;
      out.segments.push_back({std::vector<double>(devices.size()), live_bytes(net, last_reader, symbols, i),
                              static_cast<double>(std::max(before, view.layers[i].times))});
      out.first.push_back(net.contents().data.layers[i].name);
    }
    segment_of[i] = out.segments.size() - 1;
  }
  for (std::size_t d = 0; d < devices.size(); ++d) {
    const setting_facts& facts = *detail::settings_for_networks(devices[d].profile, devices[d].setting).front();
    const auto steps = detail::steps_of(net.contents(), facts.absorbs);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      out.segments[segment_of[steps[i].layer]].seconds[d] += out.each[d].estimate.steps[i].latency.count();
    }
  }
}

std::string name_of(const network_report& report) { return report.profile + ", " + report.setting; }

/// "intel_i7_12700k, pytorch_12t_warm from conv1": the runs of segments on one device.
std::vector<std::string> runs_of(const devices_report& report) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < report.best.device.size(); ++i) {
    if (i > 0 && report.best.device[i] == report.best.device[i - 1]) continue;
    out.push_back(fmt::format("from {}: {}", report.first[i], name_of(report.each[report.best.device[i]])));
  }
  return out;
}

}  // namespace

devices_report report_on(const std::vector<device>& devices, const network& net, const network_sizes& sizes,
                         const fallback_list& fallbacks, double efficiency, const link& between) {
  devices_report out;
  out.between = between;
  for (const device& d : devices) {
    out.each.push_back(report_on(d, net, sizes, fallbacks, efficiency));
  }
  cut(out, devices, net, sizes);
  out.fastest.resize(devices.size());
  for (const segment& one : out.segments) {
    ++out.fastest[static_cast<std::size_t>(std::ranges::min_element(one.seconds) - one.seconds.begin())];
  }
  out.best = best_assignment(out.segments, between);
  return out;
}

std::string text_of(const devices_report& report) {
  const network_report& first = report.each.front();
  std::string out = fmt::format("{}{}{} on {} devices\n\n", first.net.id(), first.sizes.empty() ? "" : " ", first.sizes,
                                report.each.size());
  console::text_table table({"device", ">latency", ">median error", ">fastest in"});
  for (std::size_t d = 0; d < report.each.size(); ++d) {
    const network_estimate& e = report.each[d].estimate;
    table.add({name_of(report.each[d]), console::time(e.latency.count()),
               e.error.count > 0 ? console::percent(e.error.median) : "",
               fmt::format("{} of {} parts", report.fastest[d], report.segments.size())});
  }
  out += table.str();
  out += fmt::format("\nBest spread, a transfer taking {} and {}: {}, {} of it transfers\n",
                     console::time(report.between.latency_s), console::bytes_per_s(report.between.bytes_per_s),
                     console::time(report.best.seconds), console::time(report.best.transfer_seconds));
  for (const std::string& run : runs_of(report)) out += "  " + run + "\n";
  return out;
}

std::string json_of(const devices_report& report) {
  json devices = json::array();
  for (std::size_t d = 0; d < report.each.size(); ++d) {
    json one = json::parse(json_of(report.each[d]));
    one["fastest_in"] = report.fastest[d];
    devices.push_back(one);
  }
  json runs = json::array();
  for (std::size_t i = 0; i < report.best.device.size(); ++i) {
    if (i == 0 || report.best.device[i] != report.best.device[i - 1]) {
      runs.push_back({{"from", report.first[i]}, {"device", report.best.device[i]}});
    }
  }
  const json out{
      {"devices", devices},
      {"parts", report.segments.size()},
      {"best", {{"latency_s", report.best.seconds}, {"transfer_s", report.best.transfer_seconds}, {"runs", runs}}}};
  return out.dump(2) + "\n";
}

}  // namespace calib::tool
