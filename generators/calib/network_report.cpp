#include "network_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "console/text_table.hpp"
#include "console/units.hpp"
#include "network_argument.hpp"
#include "network_io/operations.hpp"
#include "network_io/symbols.hpp"
#include "profile_io/operations.hpp"
#include "runtime/company_settings.hpp"
#include "runtime/network_contents.hpp"
#include "statistics/statistics.hpp"

namespace calib::tool {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t heaviest = 10;

std::vector<std::size_t> dims_at(const network_io::work_data& work, const symbol_values& symbols) {
  std::vector<std::size_t> dims;
  for (const network_size& size : work.sizes) dims.push_back(size.at(symbols));
  return dims;
}

/// "m=1 n=1000 k=512": what is as the operation's default is left out.
std::string shape_text(const network_io::work_data& work, const std::vector<std::size_t>& dims) {
  const auto names = *network_io::dimensions_of(work.operation);
  std::string out;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (profile_io::usual_value(work.operation, names[i]) == dims[i]) continue;
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", names[i], dims[i]);
  }
  return out;
}

std::optional<seconds> plus(std::optional<seconds> sum, std::optional<seconds> more) {
  if (!sum || !more) return std::nullopt;
  return *sum + *more;
}

std::string time_or_unknown(const std::optional<seconds>& time) {
  return time ? console::time(time->count()) : "unknown (a peak is not known)";
}

std::string efficiency_text(const estimate& e) {
  return e.bound == bound::unknown ? "?" : console::percent(e.efficiency);
}

std::string band_text(const error_band& band) {
  return band.count == 0 ? "" : fmt::format("{} / {}", console::percent(band.median), console::percent(band.p95));
}

/// The rows by latency, the heaviest first.
std::vector<const network_row*> by_latency(const network_report& report) {
  std::vector<const network_row*> rows;
  for (const network_row& row : report.rows) rows.push_back(&row);
  std::ranges::stable_sort(rows, std::greater{}, [](const network_row* row) { return row->step.latency.count(); });
  return rows;
}

std::string table_text(const network_report& report, bool all) {
  console::text_table table(
      {"layer", "operation", "shape", ">times", ">latency", ">share", ">efficiency", "bound", "source", ">error"});
  const auto rows = by_latency(report);
  const std::size_t shown = all ? rows.size() : std::min(heaviest, rows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const network_row& row = *rows[i];
    const step_estimate& step = row.step;
    table.add({std::string{step.name} + (step.layers > 1 ? fmt::format(" (+{})", step.layers - 1) : ""),
               std::string{step.operation}, row.shape, std::to_string(step.times), console::time(step.latency.count()),
               console::percent(step.share), efficiency_text(step.once), std::string{name(step.once.bound)},
               row.answered_by == "table" ? std::string{name(step.once.source)} : row.answered_by,
               band_text(step.once.error)});
  }
  std::string out = table.str();
  if (shown < rows.size()) out += fmt::format("  ... and {} more (--all)\n", rows.size() - shown);
  return out;
}

/// "8.18 GFLOP"
std::string flops_text(double count) {
  const std::string rate = console::flops_per_s(count);
  return rate.substr(0, rate.size() - std::string_view{"/s"}.size());
}

bool is_of_a_table(const network_row& row) { return row.step.once.source <= source::extrapolated; }

std::string dispatch_text(const network_report& report) {
  const std::optional<dispatch>& found = report.calls;
  if (!found) {
    const bool any = std::ranges::any_of(report.rows, is_of_a_table);
    return fmt::format("dispatch: unknown ({})\n", any ? "the profile has no smallest call" : "no table answered");
  }
  return fmt::format("dispatch: {}{} ({} calls; the setting's smallest {} {})\n",
                     found->call.is_stated ? "" : "at most ", console::percent(found->share), found->calls,
                     found->call.is_stated ? "takes" : "that was measured took", console::time(found->call.latency_s));
}

std::string advice(const network_report& report) {
  const auto worst = std::ranges::max_element(report.rows, {}, &network_row::excess);
  if (worst == report.rows.end() || worst->excess <= 0) return {};
  return fmt::format(
      "What would help most: {} runs at {} of its roofline; at the roofline the network would take {} less.\n"
      "10 % off it are {} off the network.\n",
      worst->step.name, console::percent(worst->step.once.efficiency), console::percent(worst->excess),
      console::percent(worst->step.share / 10));
}

json dispatch_json(const std::optional<dispatch>& found) {
  if (!found) return nullptr;
  return {{"share", found->share},
          {"calls", found->calls},
          {"smallest_call_s", found->call.latency_s},
          {"is_stated", found->call.is_stated}};
}

}  // namespace

std::string sources_text(const network_estimate& estimate) {
  std::string out;
  for (std::size_t i = 0; i < estimate.share_of.size(); ++i) {
    if (estimate.share_of[i] <= 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", console::percent(estimate.share_of[i]),
                       name(static_cast<source>(i)));
  }
  return out;
}

namespace {

/// What stands for the settings: their id, or what the ids of companies have in common.
std::string name_of(const std::vector<const setting_facts*>& settings) {
  const setting_facts& first = *settings.front();
  return std::string{settings.size() == 1 ? first.id : detail::id_of_companies(first)};
}

/// The median over the tables of these settings that know it.
double as_it_comes(const profile_io::profile_data& profile, const std::vector<const setting_facts*>& settings) {
  std::vector<double> factors;
  for (const profile_io::table_data& table : profile.tables) {
    const bool asked =
        std::ranges::any_of(settings, [&](const setting_facts* one) { return one->id == table.setting; });
    if (asked && table.quality.as_it_comes > 0) factors.push_back(table.quality.as_it_comes);
  }
  return factors.empty() ? 0 : statistics::median(factors);
}

}  // namespace

network_report report_on(const device& on, const network& net, const network_sizes& sizes,
                         const fallback_list& fallbacks, double efficiency) {
  const auto settings = detail::settings_for_networks(on.profile, on.setting);
  const setting_facts& facts = *settings.front();
  const detail::network_contents& contents = net.contents();
  const symbol_values symbols = net.values(sizes);
  network_report out{.net = net,
                     .profile = std::string{on.profile.id()},
                     .setting = name_of(settings),
                     .sizes = sizes_text(net, symbols),
                     .absorbs_nothing = facts.absorbs.empty(),
                     .cache = facts.cache,
                     .as_it_comes = as_it_comes(on.data, settings),
                     .before = {efficiency, seconds{0}, seconds{0}},
                     .estimate = price(on.profile, net, sizes, on.setting, fallbacks)};
  out.calls = dispatch_of(out.estimate, smallest_call_of(on.data, facts.id));
  const auto steps = detail::steps_of(contents, facts.absorbs);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const network_io::work_data& work = contents.numbered.works[steps[i].work];
    const auto dims = dims_at(work, symbols);
    const step_estimate& step = out.estimate.steps[i];
    const cost needs = network_io::work_of(work.operation, work.precision, dims);
    const auto times = static_cast<double>(step.times);
    const roofline least(needs, facts.peaks, work.precision);
    const auto peak = facts.peaks.arithmetic(work.precision);
    std::optional<seconds> by_datasheet, by_roofline;
    if (peak.value > 0) by_datasheet = times * (needs.arithmetic / peak) / efficiency;
    if (least.complete) by_roofline = times * least.time();
    if (!(needs.arithmetic.value > 0)) by_datasheet = seconds{0};
    out.before.datasheet = plus(out.before.datasheet, by_datasheet);
    out.before.roofline = plus(out.before.roofline, by_roofline);
    const double excess = step.once.bound == bound::unknown ? 0 : step.share * std::max(0.0, 1 - step.once.efficiency);
    out.rows.push_back({step,
                        shape_text(work, dims),
                        step_name(step.once.step, fallbacks),
                        excess,
                        {efficiency, by_datasheet, by_roofline}});
  }
  return out;
}

std::string text_of(const network_report& report, bool all) {
  const network_estimate& e = report.estimate;
  std::string out = fmt::format("{}{}{} on {}, {}: {}\n", report.net.id(), report.sizes.empty() ? "" : " ",
                                report.sizes, report.profile, report.setting, console::time(e.latency.count()));
  if (e.error.count > 0) {
    out += fmt::format("  error of its tables, weighed by latency: median {}, 95th percentile {} (of {} of the time)\n",
                       console::percent(e.error.median), console::percent(e.error.p95), console::percent(e.with_error));
  }
  console::text_table before({"estimate", ">latency"});
  before.add({fmt::format("datasheet at {}", console::percent(report.before.efficiency)),
              time_or_unknown(report.before.datasheet)});
  before.add({"roofline", time_or_unknown(report.before.roofline)});
  before.add({"calibrated", console::time(e.latency.count())});
  if (report.as_it_comes > 0) {
    before.add({"as it comes, beside others", console::time(report.as_it_comes * e.latency.count())});
  }
  out += "\n" + before.str();
  out +=
      fmt::format("\n{}, {} moved, {:.1f} M parameters; {} steps; {}\n", flops_text(e.total.arithmetic.value),
                  console::bytes(e.total.traffic.value), e.total.parameters / 1e6, report.rows.size(), sources_text(e));
  out += dispatch_text(report);
  if (report.absorbs_nothing) {
    out += "The setting does not say what it absorbs: every layer is priced by itself (`absorbs` in the profile).\n";
  }
  if (report.cache == cache_state::warm) {
    out +=
        "Its operations were measured warm, each by itself; as a network they may take longer (calib run --cache "
        "network).\n";
  }
  if (report.before.roofline && e.latency < *report.before.roofline) {
    out +=
        "It takes less than its roofline: caches served some operations when they were measured, and may not hold "
        "what a whole network reads.\n";
  }
  return out + "\n" + table_text(report, all) + "\n" + advice(report);
}

std::string json_of(const network_report& report) {
  const auto time = [](const std::optional<seconds>& t) { return t ? json(t->count()) : json(nullptr); };
  const auto band = [](const error_band& b) { return json{{"median", b.median}, {"p95", b.p95}, {"count", b.count}}; };
  const network_estimate& e = report.estimate;
  json sources;
  for (std::size_t i = 0; i < e.share_of.size(); ++i) sources[name(static_cast<source>(i))] = e.share_of[i];
  json steps = json::array();
  for (const network_row& row : report.rows) {
    const step_estimate& step = row.step;
    steps.push_back({{"layer", step.name},
                     {"operation", step.operation},
                     {"shape", row.shape},
                     {"layers", step.layers},
                     {"times", step.times},
                     {"latency_s", step.latency.count()},
                     {"share", step.share},
                     {"efficiency", step.once.bound == bound::unknown ? json(nullptr) : json(step.once.efficiency)},
                     {"bound", name(step.once.bound)},
                     {"source", name(step.once.source)},
                     {"answered_by", row.answered_by},
                     {"error", band(step.once.error)}});
  }
  const json out{{"network", report.net.id()},
                 {"sizes", report.sizes},
                 {"profile", report.profile},
                 {"setting", report.setting},
                 {"cache", name(report.cache)},
                 {"as_it_comes", report.as_it_comes > 0 ? json(report.as_it_comes) : json(nullptr)},
                 {"latency_s", e.latency.count()},
                 {"error", band(e.error)},
                 {"share_with_error", e.with_error},
                 {"before",
                  {{"efficiency", report.before.efficiency},
                   {"datasheet_s", time(report.before.datasheet)},
                   {"roofline_s", time(report.before.roofline)}}},
                 {"flops", e.total.arithmetic.value},
                 {"bytes", e.total.traffic.value},
                 {"parameters", e.total.parameters},
                 {"share_by_source", sources},
                 {"dispatch", dispatch_json(report.calls)},
                 {"steps", steps}};
  return out.dump(2) + "\n";
}

std::string csv_of(const network_report& report) {
  std::string out =
      "layer,operation,shape,layers,times,latency_s,share,efficiency,bound,source,answered_by,error_median,error_p95\n";
  const auto quoted = [](std::string_view text) {
    std::string cell = "\"";
    for (const char c : text) cell += c == '"' ? std::string{"\"\""} : std::string{c};
    return cell + "\"";
  };
  for (const network_row& row : report.rows) {
    const step_estimate& step = row.step;
    const error_band& band = step.once.error;
    const auto error = [&](double value) { return band.count == 0 ? "" : fmt::format("{}", value); };
    out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", quoted(step.name), step.operation, quoted(row.shape),
                       step.layers, step.times, step.latency.count(), step.share,
                       step.once.bound == bound::unknown ? "" : fmt::format("{}", step.once.efficiency),
                       name(step.once.bound), name(step.once.source), row.answered_by, error(band.median),
                       error(band.p95));
  }
  return out;
}

}  // namespace calib::tool
