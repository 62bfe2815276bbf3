#include "network_validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "console/text_table.hpp"
#include "console/units.hpp"

namespace calib::tool {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t largest = 10;

std::string signed_percent(double fraction) { return fmt::format("{:+.1f} %", 100 * fraction); }

std::string signed_time(double seconds) {
  return fmt::format("{}{}", seconds < 0 ? "-" : "+", console::time(std::abs(seconds)));
}

/// By how much a step's estimate is short.
double missing_s(const validated_step& step) { return step.measured_s.value_or(0) - step.estimated_s; }

// What an engine's clock sees as nothing is kept as a nanosecond.
constexpr double nothing_s = 2e-9;

// A neighbour disturbs the readings of the clock as well: where it was there in every round, they correct nothing.
const measure::median_interval& figure_of(const measure::result& seen) {
  return seen.from_rejected ? seen.wall : seen.normalised;
}

double value_of(const measure::result& seen) {
  const double median = figure_of(seen).median;
  return seen.has_data() && median > nothing_s ? median : 0;
}

std::vector<const validated_step*> by_gap(const network_validation& found) {
  std::vector<const validated_step*> steps;
  for (const validated_step& step : found.steps) steps.push_back(&step);
  std::ranges::stable_sort(steps, std::ranges::greater{},
                           [](const validated_step* one) { return std::abs(missing_s(*one)); });
  return steps;
}

std::string gap_table(const network_validation& found) {
  console::text_table table({"part", ">estimated", ">measured", ">difference", ">of the measured"});
  for (const gap_part& part : gap_of(found)) {
    const double more = part.measured_s - part.estimated_s;
    table.add({part.what, console::time(part.estimated_s), console::time(part.measured_s), signed_time(more),
               signed_percent(more / found.measured_s)});
  }
  return table.str();
}

std::string step_table(const network_validation& found, bool all) {
  console::text_table table(
      {"step", "operation", ">layers", ">times", ">estimated", ">measured", ">error", ">of the measured"});
  const std::vector<const validated_step*> steps = by_gap(found);
  const std::size_t shown = all ? steps.size() : std::min(largest, steps.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const validated_step& step = *steps[i];
    const bool seen = step.measured_s.has_value() && *step.measured_s > 0;
    table.add({step.name, step.operation, std::to_string(step.layers), std::to_string(step.times),
               console::time(step.estimated_s), seen ? console::time(*step.measured_s) : "not seen",
               seen ? signed_percent(step.estimated_s / *step.measured_s - 1) : "",
               signed_percent(missing_s(step) / found.measured_s)});
  }
  return table.str();
}

json steps_json(const network_validation& found) {
  json steps = json::array();
  for (const validated_step& step : found.steps) {
    steps.push_back({{"name", step.name},
                     {"operation", step.operation},
                     {"layers", step.layers},
                     {"times", step.times},
                     {"estimated_s", step.estimated_s},
                     {"measured_s", step.measured_s ? json(*step.measured_s) : json(nullptr)}});
  }
  return steps;
}

json json_of_one(const network_validation& found) {
  json gap = json::array(), others = json::array();
  for (const gap_part& part : gap_of(found)) {
    gap.push_back({{"part", part.what}, {"estimated_s", part.estimated_s}, {"measured_s", part.measured_s}});
  }
  for (const other_node& node : found.others) {
    others.push_back({{"name", node.name}, {"operation", node.operation}, {"measured_s", node.measured_s}});
  }
  return {{"network", found.network},         {"profile", found.profile},
          {"setting", found.setting},         {"sizes", found.sizes},
          {"executed_by", found.executed_by}, {"estimated_s", found.estimated_s},
          {"measured_s", found.measured_s},   {"measured_low_s", found.low_s},
          {"measured_high_s", found.high_s},  {"as_it_comes_s", found.as_it_comes_s},
          {"error", found.error()},           {"rounds", found.rounds},
          {"undisturbed", found.undisturbed}, {"gap", std::move(gap)},
          {"steps", steps_json(found)},       {"other_nodes", std::move(others)}};
}

struct errors {
  double mean = 0, worst = 0;
};
errors errors_of(const std::vector<network_validation>& all) {
  errors found;
  for (const network_validation& one : all) {
    found.mean += std::abs(one.error()) / static_cast<double>(all.size());
    found.worst = std::max(found.worst, std::abs(one.error()));
  }
  return found;
}

}  // namespace

std::vector<gap_part> gap_of(const network_validation& found) {
  gap_part seen{"steps that ran"}, unseen{"steps without a node of their own"}, other{"nodes that are no layer"};
  for (const validated_step& step : found.steps) {
    gap_part& part = step.measured_s ? seen : unseen;
    part.estimated_s += step.estimated_s;
    part.measured_s += step.measured_s.value_or(0);
  }
  for (const other_node& node : found.others) other.measured_s += node.measured_s;
  const gap_part extra{"reorders between layouts", 0, found.extra_s};
  // Medians of parts do not add up to the median of the whole exactly.
  const gap_part rest{"between the nodes", 0, found.measured_s - seen.measured_s - other.measured_s - found.extra_s};
  std::vector<gap_part> parts{seen};
  if (unseen.estimated_s > 0) parts.push_back(unseen);
  if (!found.others.empty()) parts.push_back(other);
  parts.push_back(extra);
  parts.push_back(rest);
  return parts;
}

network_validation compare(const network_estimate& estimate, const calibration::measured_network& measured,
                           const std::vector<std::size_t>& step_of_node) {
  const measure::result& total = measured.total;
  network_validation out;
  out.estimated_s = estimate.latency.count();
  out.measured_s = figure_of(total).median;
  out.low_s = figure_of(total).low;
  out.high_s = figure_of(total).high;
  out.as_it_comes_s = total.as_it_comes_s;
  out.rounds = total.accepted + total.rejected;
  out.undisturbed = total.from_rejected ? 0 : total.accepted;
  out.extra_s = value_of(measured.extra);
  for (const step_estimate& step : estimate.steps) {
    out.steps.push_back(
        {std::string{step.name}, std::string{step.operation}, step.layers, step.times, step.latency.count()});
  }
  for (std::size_t i = 0; i < measured.nodes.size(); ++i) {
    const double took = value_of(measured.each[i]);
    if (step_of_node[i] < out.steps.size()) {
      std::optional<double>& sum = out.steps[step_of_node[i]].measured_s;
      sum = sum.value_or(0) + took;
    } else {
      out.others.push_back({measured.nodes[i].name, measured.nodes[i].operation, took});
    }
  }
  return out;
}

std::string text_of(const network_validation& found, bool all) {
  std::string out = fmt::format("{}{}{} on {}, {}; run by {}\n", found.network, found.sizes.empty() ? "" : " ",
                                found.sizes, found.profile, found.setting, found.executed_by);
  out += fmt::format("  estimated {}, measured {} ({} to {}): error {}\n", console::time(found.estimated_s),
                     console::time(found.measured_s), console::time(found.low_s), console::time(found.high_s),
                     signed_percent(found.error()));
  out += fmt::format("  {} rounds, {} of them undisturbed; {} as it comes\n", found.rounds,
                     console::percent(found.undisturbed_share()), console::time(found.as_it_comes_s));
  if (found.undisturbed == 0) {
    out += "  No round was undisturbed: the figures are those of disturbed ones. Repeat it in a quiet hour.\n";
  }
  const bool nodes = std::ranges::any_of(found.steps, [](const auto& step) { return step.measured_s.has_value(); });
  if (!nodes) return out + "  What ran does not tell its nodes: no step can be compared.\n";
  return out + "\n" + gap_table(found) + "\n" + step_table(found, all);
}

std::string summary_of(const std::vector<network_validation>& all) {
  console::text_table table({"network", ">estimated", ">measured", ">error", ">undisturbed"});
  for (const network_validation& one : all) {
    table.add({one.network, console::time(one.estimated_s), console::time(one.measured_s), signed_percent(one.error()),
               console::percent(one.undisturbed_share())});
  }
  const errors found = errors_of(all);
  return table.str() + fmt::format("{} networks: mean error {}, worst {}\n", all.size(), console::percent(found.mean),
                                   console::percent(found.worst));
}

std::string json_of(const std::vector<network_validation>& all) {
  json networks = json::array();
  for (const network_validation& one : all) networks.push_back(json_of_one(one));
  const errors found = errors_of(all);
  return json{{"networks", std::move(networks)}, {"mean_error", found.mean}, {"worst_error", found.worst}}.dump(2) +
         "\n";
}

}  // namespace calib::tool
