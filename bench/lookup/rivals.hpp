#pragma once
/// Other ways in which programs ask a table of latencies, each over the same numbers as the mapper.

#include <memory>
#include <string>
#include <unordered_map>

#include "calib/op/gemm.hpp"

namespace calib::bench {

using gemm = op::gemm<f32>;

/// The benchmark's table as a profile in JSON.
std::string grid_json();

/// A map from "m,n,k" to seconds that holds the grid points only: it cannot answer between them.
class string_map {
 public:
  string_map();
  double latency(const gemm& op) const;

 private:
  std::unordered_map<std::string, double> latencies_;
};

/// A mapper behind an interface, as an object-oriented tool would have it.
class latency_model {
 public:
  virtual ~latency_model() = default;
  virtual double latency(const gemm& op) const = 0;
};

/// Knots found by binary search, trilinear between their logarithms. Made in another source file, so that the call
/// stays virtual.
std::unique_ptr<latency_model> make_searching_model();

/// Parses the profile for every question, then reads the eight corners.
double latency_from_json(const std::string& json, const gemm& op);

}  // namespace calib::bench
