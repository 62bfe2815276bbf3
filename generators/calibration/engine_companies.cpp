#include "calibration/engine_companies.hpp"

#include <memory>
#include <string>

namespace calib::calibration {

std::vector<measure::joint_series> engine_companies::run(std::span<const std::size_t> members, std::size_t rounds,
                                                         std::uint64_t seed) {
  std::vector<kernels::member> wanted;
  for (const std::size_t index : members) wanted.push_back({shapes_[index].of.kernel, shapes_[index].dims});
  const std::unique_ptr<kernels::company> company = engine_.make_company(wanted, seed);
  std::vector<measure::joint_series> found(members.size());
  for (std::size_t i = 0; i < found.size(); ++i) found[i].refusal = company->refusals()[i];
  for (const std::vector<double>& round : company->run(rounds, seed)) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].refusal.empty()) found[i].latency_s.push_back(round[i]);
    }
  }
  return found;
}

}  // namespace calib::calibration
