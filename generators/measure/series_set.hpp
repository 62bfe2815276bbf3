#pragma once
/// The series of all workloads of a run: by which rule each ends, which have ended, and which need samples most.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "measure/allotment.hpp"
#include "measure/measure_options.hpp"
#include "measure/run.hpp"
#include "measure/series.hpp"
#include "measure/workload.hpp"

namespace calib::measure {

class series_set {
 public:
  /// Goes on from `earlier`, of which there is one for each workload or none. The options must outlive the set.
  series_set(std::span<const workload* const> workloads, const measure_options& options,
             std::vector<series_state> earlier);

  [[nodiscard]] std::span<const series> all() const noexcept { return all_; }
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  [[nodiscard]] series& operator[](std::size_t index) { return all_[index]; }

  /// The table that a workload is part of.
  [[nodiscard]] std::size_t table_of(std::size_t index) const;

  /// Adds a sample and judges the series by its rule.
  void add(std::size_t index, const sample& taken);

  [[nodiscard]] std::size_t ended() const;
  /// Whether the share of the workloads that ends a run has ended.
  [[nodiscard]] bool enough_ended() const;
  /// Workloads that are still to be visited for the first time.
  [[nodiscard]] std::size_t unvisited() const;

  /// Where the run stands after a sample of this workload.
  [[nodiscard]] progress progress_at(std::size_t index, std::size_t round, double elapsed_s) const;

  /// Workloads that are not in this order and have not failed.
  [[nodiscard]] std::vector<std::size_t> others_than(std::span<const std::size_t> order) const;

  /// Where each workload stands; those whose next visit is not affordable are not open.
  [[nodiscard]] std::vector<standing> standings(const std::function<bool(const series&)>& affordable) const;

 private:
  [[nodiscard]] stopping_rule rule_for(std::size_t index) const;

  const measure_options& options_;
  std::vector<series> all_;
};

}  // namespace calib::measure
