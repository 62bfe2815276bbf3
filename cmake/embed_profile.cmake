# cmake -DJSON=<profile> -DOUTPUT=<source> -P embed_profile.cmake
#
# Writes a C++ source that holds the text of a profile: what a NULL profile means to the C interface. No file is read
# when the program runs.

cmake_minimum_required(VERSION 3.25)

file(READ "${JSON}" text)
file(WRITE "${OUTPUT}" "#include \"c_api/configured_json.hpp\"

// As long as it is; every compiler takes it.
#pragma GCC diagnostic ignored \"-Woverlength-strings\"

namespace calib::c_api {
namespace {

constexpr char json[] = R\"calib_profile(${text})calib_profile\";

}  // namespace

std::string_view configured_json() noexcept { return {json, sizeof(json) - 1}; }

}  // namespace calib::c_api
")
