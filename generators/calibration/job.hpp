#pragma once
/// A table to be: one kernel in one setting, and the shapes it will be measured at. Over one axis these are the knots
/// of the table, some short vectors that tell what elements beyond whole tiles cost, and some kept out of it to see how
/// well it predicts. Over several they are scattered, and the table is fitted to them.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calibration/selection.hpp"
#include "calibration/table_id.hpp"
#include "kernels/kernel.hpp"
#include "plan/scattered.hpp"
#include "plan/shapes.hpp"

namespace calib::calibration {

/// What a shape may cost.
struct shape_limits {
  std::size_t memory_bytes = 0;  ///< of one shape's operands
  double flops = 0;              ///< of one shape
};

/// What each shape of a table over these axes may cost: less than `limits` where shapes are scattered.
shape_limits limits_of_shapes(const plan::grid& axes, const shape_limits& limits);

/// Fewer points tell nothing of the lengths on which latency changes: no table is fitted to them.
inline constexpr std::size_t fewest_to_fit = 12;

struct job {
  const kernels::kernel* kernel = nullptr;
  std::string setting;
  plan::grid knots;                 ///< the axes of a table that holds its measurements; empty of a fitted one
  plan::grid range;                 ///< of a fitted table: first and last size of each axis that shapes are drawn from
  std::vector<plan::shape> shapes;  ///< the table's: a grid's in table order, then `probes` others, then `held_out`
  std::size_t probes = 0;           ///< none of a fitted table, whose shapes tell as much
  std::size_t held_out = 0;         ///< none of a fitted table: its error is cross-validated
  shape_limits limits{};            ///< of each shape
  std::size_t most_shapes = 0;      ///< to which a fitted table may grow
  double half_width = 0.01;         ///< relative, of the interval of the median at which a shape has converged
  bool cut_by_memory = false;       ///< the grid ends early because larger shapes do not fit

  bool fitted() const { return !range.empty(); }
  /// The sizes that the table covers on each axis: from the first to the last of these.
  const plan::grid& domain() const { return fitted() ? range : knots; }
  /// Shapes that the table is made of.
  std::size_t table_shapes() const { return shapes.size() - probes - held_out; }
  bool affords_time(std::span<const std::size_t> dims) const {
    return kernel->work(dims).arithmetic.value <= limits.flops;
  }
  /// Whether a shape costs no more than it may; not to be asked after this job has gone or moved.
  plan::affordable affordable() const {
    return [this](std::span<const std::size_t> dims) {
      return affords_time(dims) && kernel->memory_bytes(dims) <= limits.memory_bytes;
    };
  }
};

table_id id_of(const job& one);

/// One job for each kernel of the backend that the selection names and that has a plan. `caches` are the bytes of each
/// level that it reaches.
std::vector<job> plan_jobs(const std::vector<std::unique_ptr<kernels::kernel>>& kernels, std::string_view setting,
                           const selection& wanted, const shape_limits& limits, std::span<const std::size_t> caches);

/// "gemm f32 m=64 n=64 k=64"
std::string label(const kernels::kernel& kernel, const plan::shape& dims);

}  // namespace calib::calibration
