#include <calib/calib.h>

#include <calib/calib.hpp>
#include <cstdio>

/// A latency from the profile given; without one, the id of the profile configured into the library.
int main(int argc, char** argv) {
  if (argc > 1) {
    const calib::loaded_profile profile = calib::load_profile(argv[1]);
    std::printf("%.3g\n", profile.latency(calib::op::dot<calib::f32>{.elements = 1024}).count());
    return 0;
  }
  calib_profile_info info{};
  const calib_status status = calib_describe_profile(nullptr, &info);
  std::printf("%s\n", status == CALIB_OK ? info.id : calib_last_error());
  return status;
}
