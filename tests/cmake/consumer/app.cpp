#include <calib/calib.hpp>
#include <calib/profiles/first_box.hpp>
#include <calib/profiles/renamed_box.hpp>
#include <cstdio>
#ifdef SHIPPED_PROFILE_HEADER
#include SHIPPED_PROFILE_HEADER
#endif

using namespace calib;

const char* other();

int main() {
  constexpr op::dot<f32> shape{.elements = 1024};
  std::printf("%.3g %.3g %s\n", mapper<profiles::first_box>::latency(shape).count(),
              mapper<profiles::renamed_box>::latency(shape).count(), other());
}
