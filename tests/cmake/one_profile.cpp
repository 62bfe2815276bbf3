#include <calib/calib.hpp>
#include <calib/profiles/first_box.hpp>
#include <cstdio>

/// The latency that a profile compiled in gives.
int main() {
  constexpr calib::op::dot<calib::f32> shape{.elements = 1024};
  std::printf("%.3g\n", calib::mapper<calib::profiles::first_box>::latency(shape).count());
}
