#include <calib/calib.hpp>
#include <cstdio>

int main(int, char** argv) {
  const calib::loaded_profile profile = calib::load_profile(argv[1]);
  std::printf("%.3g\n", profile.latency(calib::op::dot<calib::f32>{.elements = 1024}).count());
}
