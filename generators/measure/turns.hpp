#pragma once
/// Visits by turns: workloads called one after another, once each, in company; how latencies within networks are
/// measured.

#include <cstddef>
#include <span>

#include "measure/run_under_way.hpp"

namespace calib::measure {

/// Makes companies (company.hpp) of the workloads to visit. Each is made ready, executed once untimed, and then several
/// times, each time in a new order. Calls are timed in groups that are judged together.
void take_turns(run_under_way& run, std::span<const std::size_t> order);

}  // namespace calib::measure
