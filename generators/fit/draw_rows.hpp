#pragma once
/// Rows and measurements drawn at random, each at most once.

#include <Eigen/Dense>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "fit/shape_facts.hpp"

namespace calib::fit {

/// `count` of the rows 0 ... rows - 1, or all, in random order.
std::vector<Eigen::Index> draw_rows(Eigen::Index rows, Eigen::Index count, std::mt19937_64& random);

/// Some shapes with their latencies in seconds, parallel.
struct drawn_measurements {
  std::vector<shape> shapes;
  std::vector<double> latency_s;
};

/// `count` of these, or all, in random order.
drawn_measurements draw_measurements(std::span<const shape> shapes, std::span<const double> latency_s,
                                     Eigen::Index count, std::uint64_t seed);

}  // namespace calib::fit
