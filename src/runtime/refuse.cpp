/// Why a loaded profile has no answer, in words.

#include <vector>

#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"
#include "runtime/fallback.hpp"

namespace calib::detail {
namespace {

using profile_io::in_quotes;

std::string table_text(std::string_view operation, precision p) {
  return std::string{operation} + " " + std::string{facts(p).name};
}

std::string setting_ids(const loaded_data& data) {
  std::vector<std::string_view> ids;
  for (const setting_facts& s : data.settings) ids.push_back(s.id);
  return profile_io::joined(ids);
}

/// "gemm f32, copy f64": the tables in a setting.
std::string tables_in(const loaded_data& data, std::string_view setting) {
  std::string out;
  for (const profile_io::table_data& t : data.profile.tables) {
    if (t.setting != setting) continue;
    if (!out.empty()) out += ", ";
    out += table_text(t.operation, t.precision);
  }
  return out.empty() ? "none" : out;
}

/// The settings that have a table.
std::string settings_with(const loaded_data& data, std::string_view operation, precision p) {
  std::vector<std::string_view> ids;
  for (const profile_io::table_data& t : data.profile.tables) {
    if (t.operation == operation && t.precision == p) ids.push_back(t.setting);
  }
  return profile_io::joined(ids);
}

/// "arithmetic peak for bf16"
std::string peak_text(missing_peak missing, precision p) {
  std::string arithmetic = "arithmetic peak for " + std::string{facts(p).name};
  if (missing == missing_peak::arithmetic) return arithmetic;
  return missing == missing_peak::both ? arithmetic + " and no bandwidth peak" : "bandwidth peak";
}

/// " lacks the arithmetic peak for bf16": what keeps a fallback from scaling a table that may be there.
std::string what_scaling_lacks(const setting_facts& setting, work_kinds work, precision p, const fallback_step& step) {
  if (step.kind() != fallback_kind::scale_precision) return {};
  for (const precision one : {p, step.from()}) {
    const missing_peak missing = peak_missing_for(work, setting.peaks, one);
    if (missing != missing_peak::none) return " has no " + peak_text(missing, one);
  }
  return {};
}

/// "other_setting=b_1t_warm, scale_precision=f32 has no arithmetic peak for bf16"
std::string names_of(const fallback_list& fallbacks, const setting_facts& setting, std::string_view operation,
                     precision p) {
  const profile_io::operation_facts* const known = profile_io::operation_called(operation);
  std::string out;
  for (const fallback_step& step : fallbacks) {
    out.append(out.empty() ? "" : ", ").append(step.name());
    if (known != nullptr) out += what_scaling_lacks(setting, known->kinds, p, step);
  }
  return out;
}

/// "; ask in setting b_1t_warm; or measure it ...": what helps where a table is missing. What can be measured depends
/// on the machine and its backends, which only `calib run` knows.
std::string remedy(const loaded_data& data, const setting_facts& setting, std::string_view operation, precision p,
                   const fallback_list& fallbacks) {
  const std::string others = settings_with(data, operation, p);
  std::string out = others.empty() ? "; no other setting has it: " : "; ask in " + others + ", which has it, or ";
  out += "measure it with `calib run --ops " + std::string{operation} + " --precision " + std::string{facts(p).name} +
         "` if `calib run --list` has it, or name a" + (fallbacks.empty() ? "" : "nother") + " fallback";
  if (!fallbacks.empty()) out += " (no answer: " + names_of(fallbacks, setting, operation, p) + ")";
  return out;
}

/// The precisions of which the peak is known.
std::string names_of_peaks(const machine_peaks& peaks) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < precision_count; ++i) {
    if (peaks.flops_per_s[i] > 0) names.push_back(precisions[i].name);
  }
  return profile_io::joined(names);
}

[[noreturn]] void refuse_roofline(const loaded_data& data, std::size_t setting, const question& asked) {
  const setting_facts& s = data.settings[setting];
  const std::string format{facts(asked.format).name};
  const missing_peak missing = peak_missing_for(asked.kinds, s.peaks, asked.format);
  const bool arithmetic = missing == missing_peak::arithmetic || missing == missing_peak::both;
  const bool bandwidth = missing != missing_peak::arithmetic;
  const std::string at = profile_io::pointer_to("settings", setting, "peaks");

  std::string what = table_text(asked.operation, asked.format) + ": profile " + data.profile.id + " has no ";
  what += peak_text(missing, asked.format);
  what += " in setting " + std::string{s.id};
  if (!data.tables.empty()) what += ", and no table of " + table_text(asked.form, asked.format);
  what += ", so its roofline is unknown";
  const std::string& source = data.profile.theoretical.source;
  if (!source.empty()) what += " (its peaks: " + source + ")";
  what += "; add ";
  if (arithmetic) what += at + "/flops_per_s/" + format;
  if (arithmetic && bandwidth) what += " and ";
  if (bandwidth) what += at + "/bandwidth_bytes_per_s";
  what += " to it";
  const std::string others = names_of_peaks(s.peaks);
  if (arithmetic && !others.empty()) what += ", or ask in one of " + others;
  throw no_table_error(no_answer::no_peak, what);
}

}  // namespace

void check_settings(const loaded_data& data, const fallback_list& fallbacks) {
  for (const fallback_step& step : fallbacks) {
    if (step.kind() != fallback_kind::other_setting) continue;
    if (data.position_of(step.setting()) == data.settings.size()) refuse_setting(data, step.setting());
  }
}

void refuse_setting(const loaded_data& data, std::string_view setting) {
  throw no_table_error(no_answer::unknown_setting, "profile " + data.profile.id + " has no setting " +
                                                       in_quotes(setting) + "; name one of " + setting_ids(data));
}

void refuse_question(const loaded_data& data, std::size_t setting, const question& asked,
                     const fallback_list& fallbacks) {
  bool by_roofline = fallbacks.empty() && data.tables.empty();
  for (const fallback_step& step : fallbacks) by_roofline = by_roofline || step.kind() == fallback_kind::roofline;
  if (by_roofline && asked.kinds.any()) refuse_roofline(data, setting, asked);
  refuse_table(data, setting, asked.form, asked.format, fallbacks);
}

void refuse_stated_cost(work_kinds work, precision p, std::string_view profile, const setting_facts& setting) {
  std::string what = "its cost is stated, and profile " + std::string{profile} + " has no ";
  what += peak_text(peak_missing_for(work, setting.peaks, p), p) + " in setting " + std::string{setting.id};
  what += ", so its roofline is unknown; add the peak to that setting";
  const std::string others = names_of_peaks(setting.peaks);
  if (!others.empty()) what += ", or state the operation in one of " + others;
  throw no_table_error(no_answer::no_peak, what);
}

void refuse_table(const loaded_data& data, std::size_t setting, std::string_view operation, precision p,
                  const fallback_list& fallbacks) {
  const setting_facts& asked = data.settings[setting];
  const std::string id{asked.id};
  throw no_table_error(no_answer::no_table,
                       "profile " + data.profile.id + " has no table of " + table_text(operation, p) + " in setting " +
                           id + ", which has: " + tables_in(data, id) + remedy(data, asked, operation, p, fallbacks));
}

}  // namespace calib::detail
