# cmake -DJSON=<profile> -DOUTPUT=<source> -P embed_profile.cmake
#
# Writes a C++ source that holds the text of a profile: what a NULL profile means to the C interface. No file is read when
# the program runs.

cmake_minimum_required(VERSION 3.25)

file(READ "${JSON}" text)
file(WRITE "${OUTPUT}" "#include \"c_api/configured_json.hpp\"

namespace calib::c_api {
namespace {

constexpr std::string_view json = R\"calib_profile(${text})calib_profile\";

}  // namespace

std::string_view configured_json() noexcept { return json; }

}  // namespace calib::c_api
")
