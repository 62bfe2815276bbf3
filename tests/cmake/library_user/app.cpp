#include <boxes.hpp>
#include <cstdio>

int main() {
  const double here = box::latency(calib::op::dot<calib::f32>{.elements = 1024}).count();
  std::printf("%.3g %.3g\n", here, latency_in_the_library(1024));
}
