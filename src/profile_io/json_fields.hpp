#pragma once
/// What more than one kind of file holds, from JSON.

#include <string_view>

#include "calib/precision.hpp"
#include "profile_io/json_value.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// A precision by the name that this library writes. The aliases that command lines accept are refused: they would make
/// two tables of one.
precision read_precision(const json_value& value);

/// Whether an object has a member: what tells a file of one kind from one of another.
bool has_member(const json_value& object, std::string_view key);

/// Where numbers come from.
source_data read_source(const json_value& value);

}  // namespace calib::profile_io
