#pragma once
/// Every way to ask in C gives what loaded_profile gives in C++, for every operation in every precision.

#include "calib/calib.h"
#include "calib/loaded_profile.hpp"

namespace calib::test {

/// Walks the operations by what the library says of them, and asks random shapes of each by name, one by one, together
/// and as a grid; where C++ has no answer, C must say so. `setting`: null for the default. Returns how many shapes had
/// an answer. `fallbacks` are those of the handle.
std::size_t compare_every_path(const calib_profile* profile, const loaded_profile& loaded, const char* setting,
                               const fallback_list& fallbacks = {});

}  // namespace calib::test
