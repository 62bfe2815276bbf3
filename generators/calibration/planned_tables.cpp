#include "calibration/planned_tables.hpp"

#include <algorithm>

#include "calibration/setting_plan.hpp"
#include "measure/measure_options.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

planned_table planned(const job& one, const machine_peaks& peaks) {
  planned_table table{.id = id_of(one), .shapes = one.shapes.size()};
  for (const plan::shape& dims : one.shapes) {
    const double least_s = roofline(one.kernel->work(dims), peaks, table.id.precision).time().count();
    table.least_pass_s += std::max(least_s, measure::measure_options{}.min_sample_s);
    table.largest_bytes = std::max(table.largest_bytes, one.kernel->memory_bytes(dims));
  }
  return table;
}

}  // namespace

std::vector<planned_table> planned_tables(const request& request, host& machine, listener& listener) {
  require_known(request);
  std::vector<planned_table> tables;
  for (const unsigned threads : request.threads) {
    const machine_peaks peaks = machine.arithmetic_peaks(threads);
    for (const condition& condition : request.conditions(threads)) {
      const shape_limits limits = limits_of(request.budget_s(condition), machine, threads);
      for (const setting_plan& setting : plan_settings(request, condition, limits, machine, listener)) {
        for (const job& one : setting.jobs) tables.push_back(planned(one, peaks));
      }
    }
  }
  if (tables.empty()) throw usage_error(nothing_to_measure);
  return tables;
}

}  // namespace calib::calibration
