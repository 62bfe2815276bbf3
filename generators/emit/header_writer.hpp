#pragma once
/// Turns a profile into the C++ header that mappers compile in; what the header provides is said in calib/profile.hpp.

#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::emit {

/// The header of `profile`, as `profiles::<id>`. A pure function of the parts of the profile that programs use and of
/// the version of calib: sources, environment and raw wall times leave it unchanged. ASCII, lines of at most 100
/// columns (an identifier may exceed them).
///
/// Expects what the reader accepts. Throws profile_error when an operation is unknown or the id would hide a name that
/// the header needs.
std::string header_text(const profile_io::profile_data& profile);

/// SHA-256 of what programs compile in: everything below the header's banner. Two profiles with the same digest give
/// the same answers.
std::string content_sha256(const profile_io::profile_data& profile);

}  // namespace calib::emit
