#pragma once
/// Fallbacks as the user writes them: `other_setting=onednn_1t_warm`, `roofline`.

#include <string>
#include <vector>

#include "calib/fallback_list.hpp"
#include "calib/loaded_profile.hpp"

namespace calib::tool {

/// What --fallback takes, for its help.
std::string fallback_help();

/// The steps that `words` name, each one of
///   roofline
///   scale_precision=PRECISION
///   other_setting=SETTING
///   other_profile=PROFILE[:SETTING]
/// of which the last two take a ratio, as in `other_setting=onednn_1t_warm*1.5`. PROFILE is a file or an id. Throws
/// usage_error with the known kinds, profile_error, and what the steps themselves throw.
fallback_list parse_fallbacks(const std::vector<std::string>& words);

/// Throws no_table_error where a step names a setting that `profile` lacks: else that shows only where the step is
/// needed.
void check_fallbacks(const fallback_list& fallbacks, const loaded_profile& profile);

}  // namespace calib::tool
