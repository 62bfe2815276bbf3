#include "measure/sustained_clock.hpp"

#include <vector>

#include "statistics/statistics.hpp"

namespace calib::measure {

sustained_clock::sustained_clock(std::span<const series> all, std::span<const std::size_t> tables,
                                 std::span<const round_record> rounds) {
  std::vector<double> clocks_hz;
  std::map<std::size_t, std::vector<double>> clocks_of_tables_hz;
  for (std::size_t index = 0; index < all.size(); ++index) {
    for (const timing& taken : all[index].state().samples) {
      if (taken.accepted()) {
        clocks_hz.push_back(taken.clock_hz);
        clocks_of_tables_hz[tables.empty() ? 0 : tables[index]].push_back(taken.clock_hz);
      }
    }
  }
  for (const auto& [table, of_table] : clocks_of_tables_hz) {
    of_tables_[table] = statistics::median(of_table);
  }
  if (clocks_hz.empty()) {
    for (const round_record& round : rounds) {
      clocks_hz.insert(clocks_hz.end(), {round.start.clock_hz, round.end.clock_hz});
    }
  }
  of_run_ = clocks_hz.empty() ? 0.0 : statistics::median(clocks_hz);
}

double sustained_clock::of_table(std::size_t table) const {
  const auto found = of_tables_.find(table);
  return found == of_tables_.end() ? of_run_ : found->second;
}

}  // namespace calib::measure
