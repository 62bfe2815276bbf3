#include <calib/calib.h>

#include <calib/calib.hpp>
#include <cstdio>
#include <string>

/// The latency of a dot product; the profile's id where it has no table of them.
int ask(const char* file_or_id) {
  try {
    const calib::loaded_profile profile = calib::load_profile(file_or_id);
    if (const auto dot = profile.find<calib::op::dot<calib::f32>>()) {
      std::printf("%.3g\n", dot->latency({.elements = 1024}).count());
    } else {
      std::printf("%s\n", std::string{profile.id()}.c_str());
    }
    return 0;
  } catch (const calib::profile_error& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
}

/// Asks the profile named; without one, the id of the profile configured into the library.
int main(int argc, char** argv) {
  if (argc > 1) return ask(argv[1]);
  calib_profile_info info{};
  const calib_status status = calib_describe_profile(nullptr, &info);
  std::printf("%s\n", status == CALIB_OK ? info.id : calib_last_error());
  return status;
}
