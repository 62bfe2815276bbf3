#include "report/quality_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace calib::report {
namespace {

using profile_io::quality_data;
using profile_io::table_data;

struct measure_of {
  std::string_view name;
  double (*share)(const quality_data&);
};

constexpr std::array<measure_of, 4> all_measures{{
    {"interval", [](const quality_data& of) { return of.interval; }},
    {"between launches", [](const quality_data& of) { return of.between_launches; }},
    {"rejected samples", [](const quality_data& of) { return of.rejected; }},
    {"slower as it comes", [](const quality_data& of) { return of.as_it_comes > 1 ? of.as_it_comes - 1 : 0; }},
}};

bool has_grade(const table_data& table) { return table.quality.grade != '-'; }

/// The flags of all tables, each once.
std::vector<std::string> flags_of(const std::vector<table_data>& tables) {
  std::set<std::string> found;
  for (const table_data& table : tables) found.insert(table.quality.flags.begin(), table.quality.flags.end());
  return {found.begin(), found.end()};
}

quality_chart chart_of(const profile_io::profile_data& profile) {
  quality_chart out{.id = "quality-" + profile.id,
                    .title = profile.name,
                    .measures = {},
                    .flags = flags_of(profile.tables),
                    .rows = {}};
  std::vector<measure_of> known;
  for (const measure_of& one : all_measures) {
    const auto has = [&one](const table_data& table) { return one.share(table.quality) > 0; };
    if (std::ranges::any_of(profile.tables, has)) known.push_back(one);
  }
  for (const measure_of& one : known) out.measures.emplace_back(one.name);
  for (const table_data& table : profile.tables) {
    quality_row row{.setting = table.setting,
                    .table = fmt::format("{} {}", table.operation, facts(table.precision).name),
                    .grade = table.quality.grade,
                    .values = {},
                    .has_flag = {}};
    for (const measure_of& one : known) row.values.push_back(one.share(table.quality));
    for (const std::string& flag : out.flags) {
      row.has_flag.push_back(std::ranges::find(table.quality.flags, flag) != table.quality.flags.end());
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::vector<quality_chart> quality_charts_of(const std::vector<source_profile>& profiles) {
  std::vector<quality_chart> out;
  for (const source_profile& from : profiles) {
    if (std::ranges::any_of(from.data.tables, has_grade)) out.push_back(chart_of(from.data));
  }
  return out;
}

}  // namespace calib::report
