#include "fall_report.hpp"

#include <fmt/format.h>

#include "console/units.hpp"
#include "fit/falls.hpp"

namespace calib::tool {

std::string falls_text(const loaded_profile& answers, const profile_io::table_data& table) {
  if (!table.fitted) return {};
  const fit::fall_count falls = fit::count_falls(answers, table);
  if (falls.count == 0) return {};
  return fmt::format(
      "{} {} in {}: doubling a dimension lowers the answer by more than {:.0f} % for {} of random shapes\n",
      table.operation, facts(table.precision).name, table.setting, 100 * fit::fall_limit,
      console::percent(falls.share()));
}

nlohmann::ordered_json falls_json(const loaded_profile& answers, const profile_io::table_data& table) {
  const fit::fall_count falls = fit::count_falls(answers, table);
  return {{"shapes", falls.shapes}, {"count", falls.count}};
}

}  // namespace calib::tool
