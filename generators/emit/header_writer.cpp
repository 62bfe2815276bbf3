#include "emit/header_writer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "calib/precision.hpp"
#include "calib/profile_error.hpp"
#include "calib/version.hpp"
#include "emit/layout.hpp"
#include "emit/number_format.hpp"
#include "emit/operation_header.hpp"
#include "profile_io/cached_bytes.hpp"
#include "profile_io/sha256.hpp"

namespace calib::emit {
namespace {

using profile_io::axis_data;
using profile_io::profile_data;
using profile_io::setting_data;
using profile_io::table_data;

// Names that the body of a profile type uses unqualified: a profile called so would hide them from itself.
constexpr std::array<std::string_view, 5> names_in_use{"op", "setting", "std", "table_key", "type_list"};

/// The tables and settings in the order of the header, which is not the order of the JSON.
struct sorted_profile {
  std::vector<const setting_data*> settings;
  std::vector<const table_data*> tables;

  explicit sorted_profile(const profile_data& profile) {
    for (const setting_data& setting : profile.settings) settings.push_back(&setting);
    for (const table_data& table : profile.tables) tables.push_back(&table);
    std::sort(settings.begin(), settings.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    const auto key = [](const table_data* t) { return std::tie(t->operation, t->precision, t->setting); };
    std::sort(tables.begin(), tables.end(), [&](const auto* a, const auto* b) { return key(a) < key(b); });
  }
};

std::string operation_type(const table_data& table) {
  return "op::" + table.operation + "<" + std::string(facts(table.precision).name) + ">";
}

void check(const profile_data& profile) {
  const auto taken = [&](std::string_view name) { return profile.id == name; };
  if (std::any_of(names_in_use.begin(), names_in_use.end(), taken) || parse_precision(profile.id)) {
    throw profile_error(profile_fault::bad_identifier, profile.id, "/id", "the id is a name that the header uses",
                        "choose another id");
  }
  for (const table_data& table : profile.tables) {
    if (operation_header(table.operation).empty()) {
      throw profile_error(profile_fault::unknown_operation, profile.id, "/tables",
                          "there is no operation '" + table.operation + "' in calib " CALIB_VERSION,
                          "use a newer calib, or correct the name");
    }
  }
}

void append_includes(std::string& out, const profile_data& profile) {
  std::set<std::string_view> headers{"calib/profile.hpp"};
  for (const table_data& table : profile.tables) headers.insert(operation_header(table.operation));
  for (const std::string_view header : headers) {
    out += "#include <";
    out += header;
    out += ">\n";
  }
}

void append_schema_check(std::string& out, const profile_data& profile) {
  const std::string schema = std::to_string(profile.schema);
  out += "\nstatic_assert(calib::schema_version == " + schema + ",\n";
  append_text(out, "              ",
              "calib: this header holds profile schema " + schema +
                  ": generate it again with the calib-header of the library you include",
              ");", 14);
}

void append_profile(std::string& out, const profile_data& profile, const sorted_profile& sorted) {
  std::vector<std::string> settings;
  for (const setting_data* setting : sorted.settings) settings.push_back("setting::" + setting->id);
  std::vector<std::string> tables;
  for (const table_data* table : sorted.tables) {
    tables.push_back("table_key<" + operation_type(*table) + ", setting::" + table->setting + ">");
  }

  out += "\nnamespace setting {\n";
  for (const setting_data* setting : sorted.settings) out += "struct " + setting->id + ";\n";
  out += "}  // namespace setting\n\nnamespace profiles {\nstruct " + profile.id + " {\n";
  out += "  static constexpr int schema = " + std::to_string(profile.schema) + ";\n";
  append_text(out, "  static constexpr std::string_view id = ", escaped(profile.id), ";", 6);
  append_text(out, "  static constexpr std::string_view name = ", escaped(profile.name), ";", 6);
  out += "  using default_setting = setting::" + profile.default_setting + ";\n";
  append_stacked(out, "  using settings = type_list<", settings, ">;", 6);
  append_stacked(out, "  using tables = type_list<", tables, ">;", 6);
  out += "};\n}  // namespace profiles\n";
}

void append_specialisation(std::string& out, std::string_view name, const std::vector<std::string>& arguments) {
  out += "\ntemplate <>\n";
  append_list(out, "struct " + std::string(name) + "<", arguments, "> {", 4);
}

void append_setting(std::string& out, const profile_data& profile, const setting_data& setting) {
  std::vector<std::string> arithmetic;
  for (std::size_t i = 0; i < precision_count; ++i) {
    arithmetic.push_back("/*" + std::string(precisions[i].name) + "*/ " + double_literal(setting.peaks.flops_per_s[i]));
  }
  append_specialisation(out, "setting_of", {"profiles::" + profile.id, "setting::" + setting.id});
  out += "  static constexpr setting_facts facts{\n";
  append_text(out, "      .id = ", escaped(setting.id), ",", 10);
  append_text(out, "      .backend = ", escaped(setting.backend), ",", 10);
  append_text(out, "      .version = ", escaped(setting.version), ",", 10);
  out += "      .threads = " + std::to_string(setting.threads) + ",\n";
  out += "      .cache = cache_state::" + std::string{name(setting.cache)} + ",\n";
  append_list(out, "      .peaks = {.flops_per_s = {{", arithmetic, "}},", 16);
  out += "                .bandwidth_bytes_per_s = " + double_literal(setting.peaks.bandwidth_bytes_per_s) + "},\n";
  out += "      .overhead = seconds{" + double_literal(setting.overhead_s) + "},\n";
  std::vector<std::string> absorbs;
  for (std::size_t i = 0; i < fusion_count; ++i) {
    if (setting.absorbs.has(static_cast<fusion>(i))) absorbs.push_back("fusion::" + std::string{fusion_names[i]});
  }
  if (!absorbs.empty()) append_list(out, "      .absorbs = {", absorbs, "},", 18);
  if (setting.company_bytes > 0) out += "      .company_bytes = " + std::to_string(setting.company_bytes) + ",\n";
  const double cached = profile_io::cached_bytes(profile.machine);
  if (cached > 0) out += "      .cached_bytes = " + double_literal(cached) + ",\n";
  out += "  };\n};\n";
}

void append_axis(std::string& out, const axis_data& axis) {
  std::vector<std::string> knots;
  for (const std::uint64_t knot : axis.knots) knots.push_back(std::to_string(knot));
  append_list(out, "  static constexpr double " + axis.name + "[] = {", knots, "};", 6);
}

/// What an axis has besides knots, as an array of one initialiser for each axis. Left out where no axis has any: the
/// look-up then has no code for it. `text_of` gives nothing for an axis without.
template <class TextOf>
void append_of_axes(std::string& out, const table_data& table, const std::string& declaration, TextOf text_of) {
  std::vector<std::string> items;
  bool any = false;
  for (const axis_data& axis : table.axes) {
    const std::optional<std::string> text = text_of(axis);
    any = any || text.has_value();
    items.push_back(text.value_or("{}"));
  }
  if (any) append_list(out, "  static constexpr " + declaration + "[] = {", items, "};", 6);
}

std::optional<std::string> phase_text(const axis_data& axis) {
  if (!axis.phase) return std::nullopt;
  std::string text =
      "{.period = " + std::to_string(axis.phase->period) + ", .weight = " + double_literal(axis.phase->weight);
  if (axis.phase->remainder != 0) text += ", .remainder = " + double_literal(axis.phase->remainder);
  return text + "}";
}

std::optional<std::string> range_text(const axis_data& axis) {
  if (!axis.measured) return std::nullopt;
  return "{.first = " + std::to_string(axis.measured->first) + ", .last = " + std::to_string(axis.measured->last) + "}";
}

/// Left out where shapes are not told apart: the look-up then has no code for it.
void append_classes(std::string& out, const table_data& table) {
  if (grid_count(table.classes) == 1) return;
  std::vector<std::string> items;
  for (const shape_class& one : table.classes) {
    if (!one.any()) continue;
    items.push_back("shape_class{.rule = class_rule::" + std::string(name(one.rule)) + ", .amount = " +
                    std::to_string(one.amount) + (one.axis > 0 ? ", .axis = " + std::to_string(one.axis) : "") +
                    (one.also != one.axis ? ", .also = " + std::to_string(one.also) : "") + "}");
  }
  append_list(out, "  static constexpr shape_classes classes{", items, "};", 6);
}

std::string right_aligned(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string text_of(const shape_class& one, const table_data& table) {
  std::string text = std::string(name(one.rule)) + " " + std::to_string(one.amount);
  if (!is_of_axes(one.rule)) return text;
  text += " in " + table.axes[one.axis].name;
  return one.also == one.axis ? text : text + " and " + table.axes[one.also].name;
}

/// The shapes that a grid of a table with classes is for, in the order of grid_of().
std::string shapes_of_grid(const table_data& table, std::size_t grid) {
  std::string text;
  std::size_t bit = grid_count(table.classes);
  for (const shape_class& one : table.classes) {
    if (!one.any()) continue;
    bit /= 2;
    text += std::string(text.empty() ? "" : ", ") + ((grid & bit) == 0 ? "not " : "") + text_of(one, table);
  }
  return text;
}

/// One row for each combination of the outer axes' knots, which stand in a comment before it.
void append_latency(std::string& out, const table_data& table) {
  std::vector<std::string> cells;
  std::size_t cell_width = 0;
  for (const double latency : table.latency_s) {
    cells.push_back(double_literal(latency));
    cell_width = std::max(cell_width, cells.back().size());
  }
  for (std::string& cell : cells) cell = right_aligned(std::move(cell), cell_width);

  out += "  static constexpr double latency[] = {\n";
  const std::size_t row_length = table.axes.empty() ? 1 : table.axes.back().knots.size();
  const std::size_t outer_axes = table.axes.empty() ? 0 : table.axes.size() - 1;
  const std::size_t grids = grid_count(table.classes);
  std::vector<std::size_t> at(outer_axes, 0);
  for (std::size_t begin = 0; begin < cells.size(); begin += row_length) {
    if (grids > 1 && begin % (cells.size() / grids) == 0) {
      out += "      // " + shapes_of_grid(table, begin / (cells.size() / grids)) + "\n";
    }
    std::string head = "      ";
    for (std::size_t axis = 0; axis < outer_axes; ++axis) {
      const std::vector<std::uint64_t>& knots = table.axes[axis].knots;
      head += axis == 0 ? "/*" : ",";
      head += right_aligned(std::to_string(knots[at[axis]]), std::to_string(knots.back()).size() + 1);
    }
    if (outer_axes > 0) head += " */ ";
    const auto first = cells.begin() + static_cast<std::ptrdiff_t>(begin);
    append_list(out, head, {first, first + static_cast<std::ptrdiff_t>(row_length)}, ",", head.size());

    for (std::size_t axis = outer_axes; axis-- > 0;) {
      if (++at[axis] < table.axes[axis].knots.size()) break;
      at[axis] = 0;
    }
  }
  out += "  };\n";
}

std::string line_text(const table_data& table) {
  std::vector<std::string> sizes;
  for (const std::uint64_t size : table.line) sizes.push_back(std::to_string(size));
  std::string text = "{.through = {";
  for (std::size_t i = 0; i < sizes.size(); ++i) text += (i > 0 ? ", " : "") + sizes[i];
  return text + "}}";
}

void append_table(std::string& out, const profile_data& profile, const table_data& table) {
  append_specialisation(out, "table", {"profiles::" + profile.id, operation_type(table), "setting::" + table.setting});
  std::vector<std::string> facts{".grade = '" + std::string(1, table.quality.grade) + "'",
                                 std::string(".fitted = ") + (table.fitted ? "true" : "false"),
                                 ".error = {.median = " + double_literal(table.error.median) +
                                     ", .p95 = " + double_literal(table.error.p95) +
                                     ", .count = " + std::to_string(table.error.count) + "}"};
  if (!table.line.empty()) facts.push_back(".line = " + line_text(table));
  append_list(out, "  static constexpr table_facts facts{", facts, "};", 6);
  std::vector<std::string> axes;
  for (const axis_data& axis : table.axes) {
    append_axis(out, axis);
    axes.push_back(axis.name);
  }
  append_list(out, "  using axes = axis_list<", axes, ">;", 6);
  append_of_axes(out, table, "axis_phase phases", phase_text);
  append_of_axes(out, table, "axis_range measured", range_text);
  append_classes(out, table);
  append_latency(out, table);
  out += "};\n";
}

std::string content(const profile_data& profile) {
  check(profile);
  const sorted_profile sorted(profile);
  std::string out;
  append_includes(out, profile);
  append_schema_check(out, profile);
  out += "\nnamespace calib {\n";
  append_profile(out, profile, sorted);
  for (const setting_data* setting : sorted.settings) append_setting(out, profile, *setting);
  for (const table_data* table : sorted.tables) append_table(out, profile, *table);
  out += "\n}  // namespace calib\n";
  return out;
}

std::string backends(const profile_data& profile) {
  std::set<std::string> names;
  for (const setting_data& setting : profile.settings)
    names.insert(for_comment(setting.backend + " " + setting.version));
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::string banner(const profile_data& profile, std::string_view digest) {
  std::string out =
      "#pragma once\n"
      "// clang-format off\n"
      "//\n";
  append_remark(out, "calib profile", profile.id);
  append_remark(out, "name", for_comment(profile.name));
  append_remark(out, "cpu", for_comment(profile.machine.cpu));
  append_remark(out, "backends", backends(profile));
  append_remark(out, "created", for_comment(profile.created));
  append_remark(out, "schema", std::to_string(profile.schema));
  append_remark(out, "content sha256", digest);
  append_remark(out, "", "(of everything below this comment: what programs compile in)");
  out += "//\n// Generated by calib " CALIB_VERSION "; do not edit. Regenerate with\n//   calib-header -o " +
         profile.id + ".hpp " + profile.id + ".json\n\n";
  return out;
}

}  // namespace

std::string header_text(const profile_data& profile) {
  const std::string below = content(profile);
  return banner(profile, profile_io::sha256(below)) + below;
}

std::string content_sha256(const profile_data& profile) { return profile_io::sha256(content(profile)); }

}  // namespace calib::emit
