#include "boxes.hpp"

double latency_in_the_library(std::size_t elements) {
  return box::latency(calib::op::dot<calib::f32>{.elements = elements}).count();
}
