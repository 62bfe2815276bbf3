#include "fit/residuals.hpp"

#include <cmath>

#include "statistics/statistics.hpp"

namespace calib::fit {

residuals::residuals(std::span<const cost> work, std::span<const double> latency_s)
    : work_(work), latency_s_(latency_s) {
  fit(work, latency_s);
}

void residuals::rest_on(const std::vector<Eigen::Index>& rows) {
  std::vector<cost> work;
  std::vector<double> latency_s;
  for (const Eigen::Index row : rows) {
    work.push_back(work_[static_cast<std::size_t>(row)]);
    latency_s.push_back(latency_s_[static_cast<std::size_t>(row)]);
  }
  fit(work, latency_s);
}

void residuals::fit(std::span<const cost> work, std::span<const double> latency_s) {
  base_ = fit_base(work, latency_s);
  std::vector<double> ratios;
  for (std::size_t i = 0; i < work.size(); ++i) ratios.push_back(latency_s[i] / base_(work[i]));
  const double level = statistics::median(ratios);
  base_.overhead_s *= level;
  base_.flops_per_s /= level;
  base_.bytes_per_s /= level;
  values_.resize(static_cast<Eigen::Index>(work_.size()));
  for (std::size_t i = 0; i < work_.size(); ++i) {
    values_[static_cast<Eigen::Index>(i)] = std::log(latency_s_[i] / base_(work_[i]));
  }
}

}  // namespace calib::fit
