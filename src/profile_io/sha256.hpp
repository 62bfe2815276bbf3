#pragma once
/// SHA-256 (FIPS 180-4), with which the banner of a generated header names the content below it.
///
/// Our own hundred lines, since calib-header should build on a host that has a compiler and simdjson and nothing else;
/// nothing here guards a secret.

#include <string>
#include <string_view>

namespace calib::profile_io {

/// The digest of `text` as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view text);

}  // namespace calib::profile_io
