#pragma once
/// How a loaded profile answers where it has no table: by the steps of a fallback_list.

#include <optional>
#include <string>

#include "calib/detail/question.hpp"
#include "calib/fallback_list.hpp"
#include "runtime/loaded_data.hpp"

namespace calib::detail {

/// Whether any shape of the form is answered in the setting at `setting`: `asked` needs no dimensions and no work.
bool can_fall_back(const loaded_data& data, std::size_t setting, const question& asked, const fallback_list& fallbacks);

/// The answer of the first step that has one; its number from 1 is the answer's step. No steps stand for the roofline
/// where the profile has no table.
std::optional<answer> fall_back(const loaded_data& data, std::size_t setting, const question& asked,
                                const fallback_list& fallbacks) noexcept;

/// Whether the profile has every setting that a step names; the second throws no_table_error where it has not.
bool knows_settings(const loaded_data& data, const fallback_list& fallbacks) noexcept;
void check_settings(const loaded_data& data, const fallback_list& fallbacks);

// Why there is no answer. Each throws no_table_error.
[[noreturn]] void refuse_setting(const loaded_data& data, std::string_view setting);
[[noreturn]] void refuse_question(const loaded_data& data, std::size_t setting, const question& asked,
                                  const fallback_list& fallbacks);
[[noreturn]] void refuse_stated_cost(work_kinds work, precision p, std::string_view profile,
                                     const setting_facts& setting);
[[noreturn]] void refuse_table(const loaded_data& data, std::size_t setting, std::string_view operation, precision p,
                               const fallback_list& fallbacks);

}  // namespace calib::detail
