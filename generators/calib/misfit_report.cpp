#include "misfit_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "console/text_table.hpp"
#include "console/units.hpp"
#include "fit/misfits.hpp"

namespace calib::tool {
namespace {

double error_of(const profile_io::misfit_shape& one) { return one.predicted_s / one.measured_s - 1; }

}  // namespace

std::string misfits_text(const profile_io::table_data& table) {
  const profile_io::misfit_data& misfits = table.misfits;
  if (misfits.count == 0) return {};
  std::vector<std::string> columns;
  for (const auto& axis : table.axes) columns.push_back(">" + axis.name);
  columns.insert(columns.end(), {">measured", ">answered", ">error"});
  console::text_table worst(columns);
  for (const profile_io::misfit_shape& one : misfits.worst) {
    std::vector<std::string> cells;
    for (const std::uint64_t size : one.dims) cells.push_back(fmt::format("{}", size));
    cells.insert(cells.end(),
                 {console::time(one.measured_s), console::time(one.predicted_s), console::percent(error_of(one))});
    worst.add(cells);
  }
  return fmt::format("{} {} in {}: {} of {} measured shapes are answered wrong by more than {:.0f} %; the worst:\n{}",
                     table.operation, facts(table.precision).name, table.setting, misfits.count, misfits.shapes,
                     100 * fit::misfit_limit, worst.str());
}

std::string misfits_sentence(const profile_io::profile_data& profile) {
  const auto wrong = std::ranges::count_if(profile.tables, [](const auto& table) { return table.misfits.count > 0; });
  if (wrong == 0) return {};
  return fmt::format(
      "\n{} of {} tables answer measured shapes wrong by more than {:.0f} %: `calib show` names the worst\n", wrong,
      profile.tables.size(), 100 * fit::misfit_limit);
}

nlohmann::ordered_json misfits_json(const profile_io::table_data& table) {
  nlohmann::ordered_json out{{"shapes", table.misfits.shapes}, {"count", table.misfits.count}};
  out["worst"] = nlohmann::ordered_json::array();
  for (const profile_io::misfit_shape& one : table.misfits.worst) {
    nlohmann::ordered_json dims;
    for (std::size_t d = 0; d < one.dims.size(); ++d) dims[table.axes[d].name] = one.dims[d];
    out["worst"].push_back(
        {{"dims", dims}, {"measured_s", one.measured_s}, {"predicted_s", one.predicted_s}, {"error", error_of(one)}});
  }
  return out;
}

}  // namespace calib::tool
