#pragma once
/// A small profile with everything that makes a header difficult: several ranks, a long row, one knot, odd text, a
/// JSON order that is not the header's.

#include "profile_io/profile_data.hpp"

namespace calib::test {

profile_io::profile_data header_profile();

}  // namespace calib::test
