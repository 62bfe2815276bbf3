/// `calib report`: charts of what profiles hold and of networks priced in them, for people.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <memory>
#include <utility>

#include "calib/version.hpp"
#include "command.hpp"
#include "dimensions.hpp"
#include "fallback_argument.hpp"
#include "measure/grade.hpp"
#include "network_argument.hpp"
#include "network_report.hpp"
#include "output_file.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "profile_io/atomic_file.hpp"
#include "report/report.hpp"
#include "runtime/as_loaded.hpp"
#include "runtime/network_contents.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

namespace fs = std::filesystem;

struct report_options {
  std::vector<std::string> profiles, networks, fallbacks;
  network_options net;  ///< sizes of all networks
  std::string title, setting;
  double efficiency = 0.2;
  std::string html, svg_folder, markdown, csv;
};

std::optional<double> count_of(const std::optional<seconds>& time) {
  return time ? std::optional{time->count()} : std::nullopt;
}

report::layer_row row_of(const network_row& row) {
  const step_estimate& step = row.step;
  return {.layer = std::string{step.name},
          .operation = std::string{step.operation},
          .shape = row.shape,
          .layers = step.layers,
          .times = step.times,
          .latency_s = step.latency.count(),
          .share = step.share,
          .efficiency = step.once.bound == bound::unknown ? 0 : step.once.efficiency,
          .roofline_s = count_of(row.before.roofline),
          .datasheet_s = count_of(row.before.datasheet),
          .limiter = std::string{name(step.once.bound)},
          .source = row.answered_by == "table" ? std::string{name(step.once.source)} : row.answered_by,
          .error_median = step.once.error.median,
          .error_p95 = step.once.error.p95};
}

std::vector<std::string> notes_of(const network_report& found) {
  std::vector<std::string> out;
  if (found.calls) {
    out.push_back(fmt::format("Dispatch takes {}{} of the time ({} calls).",
                              found.calls->call.is_stated ? "" : "at most ",
                              report::short_text(found.calls->share, report::unit::share), found.calls->calls));
  }
  if (found.absorbs_nothing) {
    out.emplace_back("The setting does not say what it absorbs: every layer is priced by itself.");
  }
  if (found.cache == cache_state::warm) {
    out.emplace_back("Its operations were measured warm, each by itself; as a network they may take longer.");
  }
  return out;
}

report::network_chart chart_of(const network_report& found, std::size_t number) {
  const network_estimate& e = found.estimate;
  report::network_chart out{.id = fmt::format("network-{}-{}", number, found.net.id()),
                            .network = std::string{found.net.id()},
                            .sizes = found.sizes,
                            .profile = found.profile,
                            .setting = found.setting,
                            .latency_s = e.latency.count(),
                            .error_median = e.error.median,
                            .error_p95 = e.error.p95,
                            .with_error = e.with_error,
                            .assumed_efficiency = found.before.efficiency,
                            .datasheet_s = count_of(found.before.datasheet),
                            .roofline_s = count_of(found.before.roofline),
                            .as_it_comes_s = found.as_it_comes * e.latency.count(),
                            .sources = sources_text(e),
                            .notes = notes_of(found),
                            .rows = {}};
  for (const network_row& row : found.rows) out.rows.push_back(row_of(row));
  std::ranges::stable_sort(out.rows, std::greater{}, &report::layer_row::latency_s);
  return out;
}

/// Every network in every profile, as `calib estimate` prices it.
std::vector<report::network_chart> networks_of(const report_options& o,
                                               const std::vector<report::source_profile>& profiles) {
  const fallback_list fallbacks = parse_fallbacks(o.fallbacks);
  for (const report::source_profile& one : profiles) check_fallbacks(fallbacks, one.ready);
  std::vector<report::network_chart> out;
  for (const std::string& word : o.networks) {
    network_options asked = o.net;
    asked.network = word;
    network net = as_network(read_network_argument(asked));
    if (!asked.precision.empty()) net = net.in(precision_named(asked.precision));
    for (const report::source_profile& one : profiles) {
      const device on{one.data, one.ready, o.setting};
      out.push_back(chart_of(report_on(on, net, sizes_of(asked), fallbacks, o.efficiency), out.size() + 1));
    }
  }
  return out;
}

/// The flags of the profiles' tables, each once.
std::vector<report::flag_note> flags_of(const std::vector<report::source_profile>& profiles) {
  std::vector<report::flag_note> out;
  for (const measure::quality_flag flag : measure::all_quality_flags) {
    const bool occurs = std::ranges::any_of(profiles, [flag](const report::source_profile& one) {
      return std::ranges::any_of(one.data.tables, [flag](const profile_io::table_data& table) {
        return std::ranges::find(table.quality.flags, name(flag)) != table.quality.flags.end();
      });
    });
    if (occurs) out.push_back({std::string{name(flag)}, std::string{advice(flag)}});
  }
  return out;
}

/// Two runs on one machine have one id: the later ones get a number behind it.
void make_distinct(profile_io::profile_data& one, const std::vector<report::source_profile>& others,
                   const std::string& word) {
  const std::string id = one.id;
  const auto taken = [&] {
    return std::ranges::find_if(others, [&](const auto& other) { return other.data.id == one.id; });
  };
  for (std::size_t number = 2; taken() != others.end(); ++number) {
    if (taken()->data == one) throw usage_error(fmt::format("{}: this profile is there already; give each once", word));
    one.id = fmt::format("{}_{}", id, number);
  }
}

report::report_data gather(const report_options& o) {
  std::vector<report::source_profile> profiles;
  for (const std::string& word : o.profiles) {
    profile_io::profile_data data = load(word);
    make_distinct(data, profiles, word);
    loaded_profile ready = as_loaded(data);
    profiles.push_back({std::move(data), ready});
  }
  std::vector<report::network_chart> networks = networks_of(o, profiles);
  report::report_data out = report::report_on(std::move(profiles));
  out.networks = std::move(networks);
  out.flags = flags_of(out.profiles);
  out.made_by = "calib " CALIB_VERSION;
  if (!o.title.empty()) out.title = o.title;
  return out;
}

bool is_same_file(const fs::path& one, const fs::path& other) {
  std::error_code none;
  if (fs::equivalent(one, other, none)) return true;
  const auto spelt_out = [&](const fs::path& file) {
    std::error_code failed;
    const fs::path whole = fs::absolute(file, none), found = fs::weakly_canonical(whole, failed);
    return failed ? whole.lexically_normal() : found;  // a folder that may not be looked into
  };
  return spelt_out(one) == spelt_out(other);
}

/// Throws where there is nothing to write, and where one file would be written over another.
void check_outputs(const report_options& o) {
  if (o.html.empty() && o.svg_folder.empty() && o.markdown.empty() && o.csv.empty()) {
    throw usage_error("nothing to write: name a file, as in -o report.html, or give --svg, --md or --csv");
  }
  const std::array<std::pair<std::string_view, const std::string&>, 3> files{
      {{"-o", o.html}, {"--md", o.markdown}, {"--csv", o.csv}}};
  for (auto one = files.begin(); one != files.end(); ++one) {
    for (auto other = std::next(one); other != files.end(); ++other) {
      if (one->second.empty() || other->second.empty() || !is_same_file(one->second, other->second)) continue;
      throw usage_error(fmt::format("{} {} and {} {} are one file; give each its own file", one->first, one->second,
                                    other->first, other->second));
    }
  }
}

exit_code run(const global_options& global, const report_options& o) {
  check_outputs(o);
  const report::report_data found = gather(o);
  if (!o.html.empty()) write_output(global, o.html, report::html_of(found));
  if (!o.markdown.empty()) write_output(global, o.markdown, report::markdown_of(found));
  if (!o.csv.empty()) write_output(global, o.csv, report::csv_of(found));
  if (!o.svg_folder.empty()) {
    std::error_code failed;
    fs::create_directories(o.svg_folder, failed);
    if (failed)
      throw usage_error(fmt::format("--svg {}: {}; name a folder that can be made", o.svg_folder, failed.message()));
    const auto pictures = report::pictures_of(found);
    for (const auto& [id, svg] : pictures) {
      profile_io::write_atomically(fs::path(o.svg_folder) / (id + ".svg"), svg);
    }
    if (!global.quiet) fmt::print(stderr, "calib: wrote {} pictures into {}\n", pictures.size(), o.svg_folder);
  }
  return ok;
}

}  // namespace

void add_report(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("report", "make a page with charts of profiles, and of networks on them");
  auto o = std::make_shared<report_options>();
  sub->add_option("profiles", o->profiles, "profile files, or ids of shipped ones; several are drawn over each other")
      ->required();
  sub->add_option("--network", o->networks, "a network to price: an id, a network file, an ONNX file; repeatable")
      ->allow_extra_args(false);
  add_size_options(*sub, o->net);
  sub->add_option("--precision", o->net.precision, "of all layers of the networks (default: their own)");
  sub->add_option("--setting", o->setting, "setting that networks are priced in (default: as calib estimate)");
  sub->add_option("--fallback", o->fallbacks, fallback_help())->allow_extra_args(false);
  sub->add_option("--efficiency", o->efficiency,
                  "share of the arithmetic peak that the uncalibrated estimate assumes (default 0.2)")
      ->check(number_within(0.001, 1.0));
  sub->add_option("--title", o->title, "title of the page (default: the names of the machines)");
  sub->add_option("-o,--output", o->html, "the page: one HTML file that needs nothing else");
  sub->add_option("--svg", o->svg_folder, "folder for each chart as a picture");
  sub->add_option("--md", o->markdown, "Markdown file: tables and networks, for a pull request");
  sub->add_option("--csv", o->csv, "CSV file: one line for each point");
  sub->callback([&chosen, &global, o] {
    chosen = [&global, o] {
      o->net.quiet = global.quiet;
      return run(global, *o);
    };
  });
}

}  // namespace calib::tool
