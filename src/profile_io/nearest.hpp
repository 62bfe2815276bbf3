#pragma once
/// The name that someone may have meant.

#include <span>
#include <string>
#include <string_view>

namespace calib::profile_io {

/// The one of `names` that fewest changes of single letters make of `name`: at most about a third of its letters. A
/// capital letter is as good as a small one. Empty where there is none; the first where several are as near.
std::string nearest(std::string_view name, std::span<const std::string_view> names);

/// Whether `name` begins with `part`, in capital letters or small ones.
bool begins_with(std::string_view name, std::string_view part) noexcept;

}  // namespace calib::profile_io
