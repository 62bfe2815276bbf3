#include "calibration/job.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <algorithm>

#include "plan/cache_knots.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

// A tenth of the grid's points, and enough for a median and a 95th percentile worth printing.
constexpr std::size_t held_out_share = 10, held_out_least = 12;

void require_each_matches(const std::vector<std::string>& globs, std::string_view what,
                          const std::vector<std::string_view>& names) {
  for (const std::string& glob : globs) {
    if (std::any_of(names.begin(), names.end(), [&](std::string_view name) { return matches({glob}, name); })) continue;
    throw usage_error(fmt::format("no {} matches '{}'; there are {}", what, glob, fmt::join(names, ", ")));
  }
}

// Short vectors, of which elements that fill no tile are a part worth knowing. They cost next to nothing.
constexpr std::size_t wanted_probes = 16;
constexpr std::uint64_t longest_probe = 2048;

// Of what one shape may cost, a scattered one may cost these shares: what is large on all axes takes most of the time
// and says least, as utilisation hardly changes there: of 9,255 shapes, the 89 above 50 ms took nearly half of a pass.
constexpr double scattered_flops = 1.0 / 40;
constexpr double scattered_bytes = 1.0 / 32;
// How many times as many shapes a fitted table may come to rest on: errors fall about as the points to the power -0.4.
constexpr std::size_t most_growth = 12;

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

void choose_shapes(job& one, const selection& wanted) {
  if (one.fitted) {
    const std::size_t count = plan::scattered_points(one.axes, wanted.effort);
    one.shapes = plan::scattered_shapes(one.axes, count, wanted.seed, one.affordable());
    one.most_shapes = most_growth * one.shapes.size();
    return;
  }
  one.shapes = plan::shapes_of(one.axes);
  const std::size_t wanted_held_out = std::max(held_out_least, one.shapes.size() / held_out_share);
  const auto add = [&](const plan::grid& axes, std::size_t count, std::uint64_t seed) {
    const auto fresh = plan::fresh_shapes(axes, count, seed, plan::draw::random, one.affordable());
    one.shapes.insert(one.shapes.end(), fresh.begin(), fresh.end());
    return fresh.size();
  };
  if (one.axes.size() == 1) one.probes = add(shortest(one.axes), wanted_probes, wanted.seed + 1);
  one.held_out = add(one.axes, wanted_held_out, wanted.seed);
}

}  // namespace

limits limits_of_shapes(const plan::grid& axes, const limits& most) {
  if (axes.size() <= 1) return most;
  return {.memory_bytes = static_cast<std::size_t>(scattered_bytes * static_cast<double>(most.memory_bytes)),
          .flops = scattered_flops * most.flops};
}

bool selection::names(std::string_view operation, std::string_view backend, calib::precision precision) const {
  return matches(operations, operation) && matches(backends, backend) &&
         (precisions.empty() || std::find(precisions.begin(), precisions.end(), precision) != precisions.end());
}

bool matches(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(), [text = std::string(name)](const std::string& glob) {
    return fnmatch(glob.c_str(), text.c_str(), 0) == 0;
  });
}

void require_known(const selection& wanted, const std::vector<std::unique_ptr<kernels::kernel>>& kernels) {
  std::vector<std::string_view> operations, backends;
  const auto add_once = [](std::vector<std::string_view>& names, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& kernel : kernels) {
    add_once(operations, kernel->operation());
    add_once(backends, kernel->backend());
  }
  require_each_matches(wanted.operations, "operation", operations);
  require_each_matches(wanted.backends, "backend", backends);
}

std::string label(const kernels::kernel& kernel, const plan::shape& dims) {
  std::string text = fmt::format("{} {}", kernel.operation(), facts(kernel.precision()).name);
  for (std::size_t i = 0; i < dims.size(); ++i) text += fmt::format(" {}={}", kernel.dimensions()[i], dims[i]);
  return text;
}

std::vector<job> plan_jobs(const std::vector<std::unique_ptr<kernels::kernel>>& kernels, std::string_view setting,
                           const selection& wanted, const limits& most, std::span<const std::size_t> caches) {
  std::vector<job> jobs;
  for (const auto& kernel : kernels) {
    if (!wanted.names(kernel->operation(), kernel->backend(), kernel->precision())) continue;
    auto axes = plan::grid_for(kernel->operation(), kernel->backend(), wanted.effort);
    if (!axes) continue;
    job one;
    one.kernel = kernel.get();
    one.setting = setting;
    one.fitted = axes->size() > 1;
    one.half_width = half_width_for(wanted.effort, one.fitted);
    one.most = limits_of_shapes(*axes, most);
    const auto quick_enough = [&](std::span<const std::size_t> dims) { return one.affords_time(dims); };
    one.axes = plan::limited(*axes, one.affordable());
    one.cut_by_memory = plan::points_of(one.axes) < plan::points_of(plan::limited(*std::move(axes), quick_enough));
    if (one.axes.size() == 1) {
      one.axes.front() =
          plan::with_cache_knots(std::move(one.axes.front()), caches, wanted.effort,
                                 [&](std::size_t size) { return kernel->memory_bytes(plan::shape{size}); });
    }
    choose_shapes(one, wanted);
    if (one.shapes.empty()) continue;  // not even its smallest shape is affordable
    jobs.push_back(std::move(one));
  }
  return jobs;
}

std::string verify(const job& one, std::uint64_t seed) {
  // Odd sizes around the register tiles and across a cache block; an axis each begins at another one. Vectors take
  // them a hundredfold.
  constexpr std::array<std::size_t, 4> sizes{7, 17, 65, 131};
  const std::size_t scale = one.axes.size() == 1 ? 100 : 1;
  for (std::size_t first = 0; first < 3; ++first) {
    plan::shape dims;
    for (std::size_t a = 0; a < one.axes.size(); ++a) {
      const auto& knots = one.axes[a].knots;
      dims.push_back(std::clamp(scale * sizes[(first + a) % sizes.size()], knots.front(), knots.back()));
    }
    const auto result = one.kernel->prepare(dims, seed)->check();
    if (!result.ok()) {
      return fmt::format("{}: wrong result: differs from the reference by {:.3g}, allowed is {:.3g}",
                         label(*one.kernel, dims), result.difference, result.tolerance);
    }
  }
  return {};
}

}  // namespace calib::calibration
