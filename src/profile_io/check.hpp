#pragma once
/// The rules a profile keeps beyond its syntax. One set for all: what the reader accepts, the writer writes, and the
/// other way round.

#include <string_view>

#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// Throws profile_error for the first rule that `profile` breaks; `name` is the file's, for the message.
///
/// Ids are C++ identifiers and unique; references exist; axes are the operation's dimensions with knots that increase;
/// there is one positive finite latency for each combination of knots; there is a table or a theoretical peak.
void check(const profile_data& profile, std::string_view name);

/// The rule on the schema version alone, for a reader that must know it before the rest.
void check_schema(int version, std::string_view file);

}  // namespace calib::profile_io
