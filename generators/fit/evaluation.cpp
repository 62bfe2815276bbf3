#include "fit/evaluation.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

double share_within(std::span<const double> distances, double limit) {
  const auto near = std::count_if(distances.begin(), distances.end(), [limit](double d) { return d <= limit; });
  return static_cast<double>(near) / static_cast<double>(distances.size());
}

error_summary summary_of(std::span<const double> errors) {
  std::vector<double> distances;
  for (const double error : errors) distances.push_back(std::abs(error));
  return {.n = errors.size(),
          .mape = statistics::mean(distances),
          .median = statistics::median(distances),
          .p90 = statistics::quantile(distances, 0.9),
          .within_5 = share_within(distances, 0.05),
          .within_10 = share_within(distances, 0.10),
          .bias = statistics::mean(errors)};
}

}  // namespace

evaluation evaluate(std::span<const judged_shape> shapes, std::size_t worst) {
  std::vector<double> errors;
  std::map<calib::source, std::vector<double>> errors_by_source;
  for (const judged_shape& one : shapes) {
    errors.push_back(one.error());
    errors_by_source[one.source].push_back(one.error());
  }
  evaluation found{.all = summary_of(errors), .by_source = {}, .worst = {shapes.begin(), shapes.end()}};
  for (const auto& [source, some] : errors_by_source) found.by_source[source] = summary_of(some);
  std::stable_sort(found.worst.begin(), found.worst.end(), [](const judged_shape& a, const judged_shape& b) {
    return std::abs(a.error()) > std::abs(b.error());
  });
  if (found.worst.size() > worst) found.worst.resize(worst);
  return found;
}

}  // namespace calib::fit
