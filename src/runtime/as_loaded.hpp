#pragma once
/// A profile that is in memory already, ready to be asked.

#include "calib/loaded_profile.hpp"
#include "profile_io/profile_data.hpp"

namespace calib {

/// `profile` as load_profile() would give it, had it been written and read. Throws profile_error where it breaks a rule
/// of profile_io::check(); errors name the profile's id in place of a file.
[[nodiscard]] loaded_profile as_loaded(profile_io::profile_data profile);

}  // namespace calib
