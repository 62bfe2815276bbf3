#include <fmt/format.h>

#include "report/html_tables.hpp"
#include "report/report.hpp"

namespace calib::report {

std::string csv_of(const report_data& report) {
  std::string out =
      "profile,setting,operation,precision,shape,of,latency_s,flops,bytes,flops_per_s,bytes_per_s,"
      "share_of_roofline,limiter\n";
  for (const point_series& series : report.series) {
    for (const point& one : series.points) {
      out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", report.profiles[series.profile].data.id,
                         series.setting, series.operation, facts(series.precision).name, shape_text(series, one),
                         name(series.of), one.latency_s, one.work.arithmetic.value, one.work.traffic.value,
                         one.flops_per_s(), one.bytes_per_s(), one.share > 0 ? fmt::format("{}", one.share) : "",
                         name(one.limiter));
    }
  }
  return out;
}

}  // namespace calib::report
