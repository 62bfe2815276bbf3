#include "calib/active.hpp"

// The name of the configured profile, pasted into the symbol that calib/active.hpp refers to.
#define CALIB_PASTE_EXPANDED(prefix, id) prefix##id
#define CALIB_PASTE(prefix, id) CALIB_PASTE_EXPANDED(prefix, id)

namespace calib::detail {

const char CALIB_PASTE(active_profile_is_, CALIB_ACTIVE_PROFILE) = 0;

}  // namespace calib::detail
