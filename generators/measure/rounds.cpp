#include "measure/rounds.hpp"

#include <utility>
#include <vector>

#include "measure/allotment.hpp"
#include "measure/conclusion.hpp"
#include "measure/passes.hpp"
#include "measure/run_under_way.hpp"
#include "measure/turns.hpp"

namespace calib::measure {
namespace {

// As many passes as make the round long enough, where one group holds all; in company, one turn of each.
void one_round(run_under_way& run, std::vector<std::size_t> order) {
  const measure_options& options = run.options();
  run.begin_round();
  bool everything_resident = true;
  do {
    const std::size_t before = run.samples_of_round();
    run.shuffle(order);
    order = one_of_each_table_first(order, options.tables);
    if (options.cache == cache_state::network) {
      take_turns(run, order);
      break;
    }
    everything_resident = one_pass(run, order);
    if (run.samples_of_round() == before) {
      break;
    }
    std::erase_if(order, [&](std::size_t index) { return run.all_series()[index].ended(); });
  } while (everything_resident && !order.empty() && !run.halted() && run.round_s() < options.min_round_s);
  run.end_round();
}

}  // namespace

run_result run_rounds(std::span<const workload* const> workloads, const sensors& tools, const measure_options& options,
                      const std::atomic<bool>& stop, observer& watcher, run_state earlier) {
  require_possible(workloads.size(), options, earlier);
  run_under_way run(workloads, tools, options, stop, watcher, std::move(earlier));
  const auto affordable = [&](const series& one) { return run.affordable(one); };
  while (!run.halted() && !run.all_series().enough_ended()) {
    std::vector<std::size_t> order = next_visits(run.all_series().standings(affordable));
    if (order.empty()) {
      break;
    }
    one_round(run, std::move(order));
    run.offer_after_round();
  }
  run.offer_rest();
  return run.concluded();
}

}  // namespace calib::measure
