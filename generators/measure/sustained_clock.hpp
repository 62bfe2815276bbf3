#pragma once
/// The clock that latencies are stated at: what a core sustained while it ran the kernels of a table. Instructions
/// differ in the clock they leave a core (wide vectors a lower one), so every table has its own.

#include <cstddef>
#include <map>
#include <span>

#include "measure/round_record.hpp"
#include "measure/series.hpp"

namespace calib::measure {

class sustained_clock {
 public:
  /// `tables` says of which table each series is; empty: of one. Where no sample was accepted, the canaries at the ends
  /// of the rounds must do.
  sustained_clock(std::span<const series> all, std::span<const std::size_t> tables,
                  std::span<const round_record> rounds);

  /// Hz, the median over accepted samples of all tables; 0 where nothing was measured.
  [[nodiscard]] double of_run() const { return of_run_; }
  /// Hz, the median over accepted samples of one table; without any, that of the run.
  [[nodiscard]] double of_table(std::size_t table) const;

 private:
  double of_run_ = 0.0;
  std::map<std::size_t, double> of_tables_;
};

}  // namespace calib::measure
