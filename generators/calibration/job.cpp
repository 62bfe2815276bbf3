#include "calibration/job.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/cache_knots.hpp"

namespace calib::calibration {
namespace {

// A tenth of the grid's points, and enough for a median and a 95th percentile worth printing.
constexpr std::size_t held_out_share = 10, held_out_least = 12;

// Short vectors, of which elements that fill no tile are a part worth knowing. They cost next to nothing.
constexpr std::size_t wanted_probes = 16;
constexpr std::uint64_t longest_probe = 2048;

// Of what one shape may cost, a scattered one may cost these shares: what is large on all axes takes most of the time
// and says least, as utilisation hardly changes there: of 9,255 shapes, the 89 above 50 ms took nearly half of a pass.
constexpr double scattered_flops = 1.0 / 40;
constexpr double scattered_bytes = 1.0 / 32;
// How many times as many shapes a fitted table may come to rest on: errors fall about as the points to the power -0.4.
constexpr std::size_t most_growth = 12;
// In a quick calibration of few tables, which would have time to measure thousands and none to fit them.
constexpr std::size_t most_quick_growth = 5;

// Half-width of the interval of the median at which a shape has converged. A knot's own error is in every answer beside
// it; a fit averages the errors of neighbours.
constexpr double half_width_of_knot = 0.01, half_width_of_scattered = 0.02;
// In a quick calibration a shape may end sooner: the error of its table is that of few shapes.
constexpr double quick_half_width = 0.03;

double half_width_for(plan::effort effort, bool fitted) {
  if (effort == plan::effort::quick) return quick_half_width;
  return fitted ? half_width_of_scattered : half_width_of_knot;
}

plan::grid shortest(plan::grid axes) {
  std::erase_if(axes.front().knots, [](std::uint64_t knot) { return knot > longest_probe; });
  return axes;
}

void choose_scattered(job& one, const selection& wanted) {
  const std::size_t count = plan::scattered_points(one.range, wanted.effort);
  one.shapes = plan::scattered_shapes(one.range, count, wanted.seed, one.affordable());
  one.most_shapes = (wanted.effort == plan::effort::quick ? most_quick_growth : most_growth) * one.shapes.size();
}

void choose_on_grid(job& one, const selection& wanted) {
  one.shapes = plan::shapes_of(one.knots);
  const std::size_t wanted_held_out = std::max(held_out_least, one.shapes.size() / held_out_share);
  const auto add = [&](const plan::grid& axes, std::size_t count, std::uint64_t seed) {
    const auto fresh = plan::fresh_shapes(axes, count, seed, plan::draw::random, one.affordable());
    one.shapes.insert(one.shapes.end(), fresh.begin(), fresh.end());
    return fresh.size();
  };
  if (one.knots.size() == 1) one.probes = add(shortest(one.knots), wanted_probes, wanted.seed + 1);
  one.held_out = add(one.knots, wanted_held_out, wanted.seed);
}

}  // namespace

shape_limits limits_of_shapes(const plan::grid& axes, const shape_limits& limits) {
  if (axes.size() <= 1) return limits;
  return {.memory_bytes = static_cast<std::size_t>(scattered_bytes * static_cast<double>(limits.memory_bytes)),
          .flops = scattered_flops * limits.flops};
}

table_id id_of(const job& one) {
  return {
      .setting = one.setting, .operation = std::string(one.kernel->operation()), .precision = one.kernel->precision()};
}

std::string label(const kernels::kernel& kernel, const plan::shape& dims) {
  std::string text = fmt::format("{} {}", kernel.operation(), facts(kernel.precision()).name);
  for (std::size_t i = 0; i < dims.size(); ++i) text += fmt::format(" {}={}", kernel.dimensions()[i], dims[i]);
  return text;
}

std::vector<job> plan_jobs(const std::vector<std::unique_ptr<kernels::kernel>>& kernels, std::string_view setting,
                           const selection& wanted, const shape_limits& limits, std::span<const std::size_t> caches) {
  std::vector<job> jobs;
  for (const auto& kernel : kernels) {
    if (!wanted.names(kernel->operation(), kernel->backend(), kernel->precision())) continue;
    auto planned = plan::grid_for(kernel->operation(), kernel->backend(), wanted.effort);
    if (!planned) continue;
    job one;
    one.kernel = kernel.get();
    one.setting = setting;
    one.limits = limits_of_shapes(*planned, limits);
    const auto quick_enough = [&](std::span<const std::size_t> dims) { return one.affords_time(dims); };
    plan::grid axes = plan::limited(*planned, one.affordable());
    one.cut_by_memory = plan::points_of(axes) < plan::points_of(plan::limited(*std::move(planned), quick_enough));
    if (axes.size() == 1) {
      axes.front() = plan::with_cache_knots(std::move(axes.front()), caches, wanted.effort,
                                            [&](std::size_t size) { return kernel->memory_bytes(plan::shape{size}); });
    }
    (axes.size() > 1 ? one.range : one.knots) = std::move(axes);
    one.half_width = half_width_for(wanted.effort, one.fitted());
    one.fitted() ? choose_scattered(one, wanted) : choose_on_grid(one, wanted);
    if (one.shapes.empty()) continue;  // not even its smallest shape is affordable
    jobs.push_back(std::move(one));
  }
  return jobs;
}

}  // namespace calib::calibration
