#pragma once
/// The phase of a table over one axis, whose knots were measured, told by sizes measured between them. Its lines pass
/// over whole vectors; elements that fill none are dealt with one by one, or cost a vector of their own.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "calib/axis.hpp"

namespace calib::fit {

/// A size between knots, and how long it takes.
struct probe {
  std::uint64_t size = 0;
  double latency_s = 0;
};

/// The phase under which the table predicts the probes clearly better than without one; nothing where none does. Knots
/// increase, latencies (seconds) are parallel to them. Only periods that divide all knots but the first are tried, so
/// their latencies stay where they are.
std::optional<axis_phase> find_phase_of_line(std::span<const std::uint64_t> knots, std::span<const double> latency_s,
                                             std::span<const probe> probes);

/// The knots under a phase: a first one that fills no tile is at what it counts as.
std::vector<std::uint64_t> knots_under(const axis_phase& phase, std::span<const std::uint64_t> knots);

}  // namespace calib::fit
