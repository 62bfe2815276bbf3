#include "runtime/fallback.hpp"

#include <cmath>
#include <utility>

#include "profile_io/text.hpp"
#include "runtime/evaluate.hpp"

namespace calib {

fallback_step fallback_step::roofline() { return fallback_step{fallback_kind::roofline}; }

fallback_step fallback_step::scale_precision(precision from) {
  fallback_step step{fallback_kind::scale_precision};
  step.from_ = from;
  return step;
}

namespace {

void check_ratio(double ratio) {
  if (std::isfinite(ratio) && ratio > 0) return;
  throw fallback_error("the ratio of a fallback must be a positive number, found " + profile_io::number_text(ratio) +
                       "; give how many times longer an operation takes here than there");
}

}  // namespace

fallback_step fallback_step::other_setting(std::string setting, double ratio) {
  check_ratio(ratio);
  fallback_step step{fallback_kind::other_setting};
  step.setting_ = std::move(setting);
  step.ratio_ = ratio;
  return step;
}

fallback_step fallback_step::other_profile(const loaded_profile& profile, const std::string& setting, double ratio) {
  check_ratio(ratio);
  fallback_step step{fallback_kind::other_profile};
  step.setting_ = profile.setting(setting).id;
  step.ratio_ = ratio;
  step.other_ = profile.data_;
  return step;
}

std::string fallback_step::name() const {
  switch (kind_) {
    case fallback_kind::roofline:
      return "roofline";
    case fallback_kind::scale_precision:
      return "scale_precision=" + std::string{facts(from_).name};
    case fallback_kind::other_setting:
      return "other_setting=" + setting_;
    case fallback_kind::other_profile:
      return "other_profile=" + other_->profile.id + ":" + setting_;
  }
  return {};
}

std::string step_name(std::uint16_t step, const fallback_list& fallbacks) {
  if (step == 0) return "table";
  return step <= fallbacks.size() ? fallbacks[step - 1U].name() : "roofline";
}

namespace detail {
namespace {

/// The table that a step reads, and the slot of its operation; null where there is none, or the step reads none.
struct found_table {
  const loaded_table* table = nullptr;
  std::size_t slot = 0;
};

found_table find_in(const loaded_data& data, std::size_t setting, std::size_t slot) noexcept {
  if (slot >= slot_count || setting >= data.settings.size()) return {};
  return {data.table(slot, setting), slot};
}

found_table table_of(const loaded_data& data, std::size_t setting, const question& asked,
                     const fallback_step& step) noexcept {
  switch (step.kind()) {
    case fallback_kind::roofline:
      return {};
    case fallback_kind::scale_precision: {
      if (asked.slot >= slot_count) return {};  // an operation that calib does not list
      if (!can_scale(asked.kinds, data.settings[setting].peaks, asked.format, step.from())) return {};
      const std::size_t first = static_cast<std::size_t>(step.from()) * operation_count;
      return find_in(data, setting, first + asked.slot % operation_count);
    }
    case fallback_kind::other_setting:
      return find_in(data, data.position_of(step.setting()), asked.slot);
    case fallback_kind::other_profile:
      return find_in(*step.other(), step.other()->position_of(step.setting()), asked.slot);
  }
  return {};
}

bool roofline_answers(const loaded_data& data, std::size_t setting, const question& asked) noexcept {
  return has_roofline(asked.kinds, data.settings[setting].peaks, asked.format);
}

std::optional<answer> answer_of(const loaded_data& data, std::size_t setting, const question& asked,
                                const fallback_step& step) noexcept {
  const setting_facts& facts = data.settings[setting];
  if (step.kind() == fallback_kind::roofline) {
    if (!roofline_answers(data, setting, asked)) return std::nullopt;
    return least_time(asked.work, asked.format, facts);
  }
  const auto [table, slot] = table_of(data, setting, asked, step);
  if (table == nullptr) return std::nullopt;
  const seconds there = told_by_table(slot, *table, asked.dims).latency;
  if (step.kind() != fallback_kind::scale_precision) return scaled_answer(there, step.ratio());
  const cost known = operation_in(slot).work_in(step.from(), asked.dims);
  return scaled_answer(there, roofline_ratio(asked.form_work, asked.format, known, step.from(), facts.peaks));
}

bool uses_roofline(const loaded_data& data, const fallback_list& fallbacks) noexcept {
  for (const fallback_step& step : fallbacks) {
    if (step.kind() == fallback_kind::roofline) return true;
  }
  return fallbacks.empty() && data.tables.empty();
}

}  // namespace

bool knows_settings(const loaded_data& data, const fallback_list& fallbacks) noexcept {
  for (const fallback_step& step : fallbacks) {
    if (step.kind() != fallback_kind::other_setting) continue;
    if (data.position_of(step.setting()) == data.settings.size()) return false;
  }
  return true;
}

bool can_fall_back(const loaded_data& data, std::size_t setting, const question& asked,
                   const fallback_list& fallbacks) {
  if (uses_roofline(data, fallbacks) && roofline_answers(data, setting, asked)) return true;
  for (const fallback_step& step : fallbacks) {
    if (table_of(data, setting, asked, step).table != nullptr) return true;
  }
  return false;
}

std::optional<answer> fall_back(const loaded_data& data, std::size_t setting, const question& asked,
                                const fallback_list& fallbacks) noexcept {
  if (fallbacks.empty()) {
    if (!data.tables.empty() || !roofline_answers(data, setting, asked)) return std::nullopt;
    return least_time(asked.work, asked.format, data.settings[setting]);
  }
  for (std::size_t i = 0; i < fallbacks.size(); ++i) {
    if (std::optional<answer> found = answer_of(data, setting, asked, fallbacks[i])) {
      found->step = static_cast<std::uint16_t>(i + 1);
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace detail
}  // namespace calib
