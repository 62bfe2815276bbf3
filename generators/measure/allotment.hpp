#pragma once
/// Which workloads a round visits, so that time goes where the error is. Pure.

#include <cstddef>
#include <span>
#include <vector>

namespace calib::measure {

/// Where a workload stands when a round begins.
struct standing {
  std::size_t table = 0;     ///< workloads with the same one make a table together
  bool open = true;          ///< more samples are wanted, and there is time for one
  bool has_minimum = false;  ///< has as many as the rule wants at least
  double error = 0.0;        ///< half-width of its interval over the one wished for
  double visit_s = 0.0;      ///< what one more sample takes
};

/// Indices of the workloads to visit, in their order; none only where none is open. As long as some have not their
/// minimum, those. Then the open ones of the tables whose mean error is at least half of the largest, and of tables
/// that are cheap: those whose open workloads together take no more than an equal share of that.
[[nodiscard]] std::vector<std::size_t> next_visits(std::span<const standing> all);

/// The same workloads, the first of each table before the others: time may run out before all are visited, and no table
/// should go without. `tables` has the table of each workload; without any, all are of one.
[[nodiscard]] std::vector<std::size_t> one_of_each_table_first(std::span<const std::size_t> order,
                                                               std::span<const std::size_t> tables);

}  // namespace calib::measure
