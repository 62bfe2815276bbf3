#include "measured_by_shape.hpp"

#include <utility>

namespace calib::tool {

std::map<plan::shape, double> measured_by_shape(const profile_io::table_data& table) {
  const profile_io::measurements_data& measured = table.measurements;
  std::map<plan::shape, double> latencies_s;
  for (std::size_t i = 0; i < measured.latency_s.size(); ++i) {
    plan::shape dims;
    for (const auto& column : measured.dims) dims.push_back(column[i]);
    latencies_s.emplace(std::move(dims), measured.latency_s[i]);
  }
  return latencies_s;
}

}  // namespace calib::tool
