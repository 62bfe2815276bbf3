#include "measure/conclusion.hpp"

#include <algorithm>
#include <string>

#include "measure/error.hpp"
#include "measure/sustained_clock.hpp"

namespace calib::measure {

run_result conclude(const series_set& all, const std::vector<round_record>& rounds, double elapsed_s,
                    const measure_options& options, bool stopped) {
  run_result done;
  done.ended = stopped ? run_end::interrupted : (all.enough_ended() ? run_end::enough_ended : run_end::budget_spent);
  const sustained_clock clock(all.all(), options.tables, rounds);
  done.sustained_clock_hz = clock.of_run();
  const series_end open = stopped ? series_end::interrupted : series_end::out_of_time;
  for (std::size_t index = 0; index < all.size(); ++index) {
    const double hz = clock.of_table(all.table_of(index));
    done.results.push_back(all.all()[index].summary(hz, options.stop.confidence, open));
    done.state.series.push_back(all.all()[index].state());
  }
  done.state.rounds = rounds;
  done.state.elapsed_s = elapsed_s;
  return done;
}

void require_possible(std::size_t workloads, const measure_options& options, const run_state& earlier) {
  validate(options.stop);
  std::for_each(options.stops.begin(), options.stops.end(), validate);
  if (options.passes_per_group == 0) {
    throw error(errc::invalid_argument, "measure_options.passes_per_group", "0", "give at least 1");
  }
  if (!earlier.series.empty() && earlier.series.size() != workloads) {
    throw error(errc::invalid_argument, "run_state.series", std::to_string(earlier.series.size()),
                "give one for each of the " + std::to_string(workloads) + " workloads");
  }
  if (options.cache == cache_state::network && options.company_bytes == 0) {
    throw error(errc::invalid_argument, "measure_options.company_bytes", "0", "say how large a company is");
  }
  if (!options.tables.empty() && options.tables.size() != workloads) {
    throw error(errc::invalid_argument, "measure_options.tables", std::to_string(options.tables.size()),
                "give one for each of the " + std::to_string(workloads) + " workloads, or none");
  }
  if (!options.stops.empty() && options.stops.size() != workloads) {
    throw error(errc::invalid_argument, "measure_options.stops", std::to_string(options.stops.size()),
                "give one for each of the " + std::to_string(workloads) + " workloads, or none");
  }
}

}  // namespace calib::measure
