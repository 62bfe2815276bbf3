#include "calibration/kernel_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>

namespace calib::calibration {

std::string verify(const job& one, std::uint64_t seed) {
  // Odd sizes around the register tiles and across a cache block; an axis each begins at another one. Vectors take
  // them a hundredfold.
  constexpr std::array<std::size_t, 4> sizes{7, 17, 65, 131};
  const plan::grid& domain = one.domain();
  const std::size_t scale = domain.size() == 1 ? 100 : 1;
  for (std::size_t first = 0; first < 3; ++first) {
    plan::shape dims;
    for (std::size_t a = 0; a < domain.size(); ++a) {
      const auto& knots = domain[a].knots;
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

std::string kernel_check::fault_of(const job& one, unsigned threads, const call_limit& limit) {
  const std::string work = fmt::format("{} {} {} on {}", one.kernel->backend(), one.kernel->operation(),
                                       facts(one.kernel->precision()).name, threads);
  if (sound_.contains(work)) return {};
  std::string fault = run(one, limit);
  if (fault.empty()) sound_.insert(work);  // a fault may pass, as memory that another program had
  return fault;
}

std::string kernel_check::run(const job& one, const call_limit& limit) {
  std::string fault;
  listener_.on_enter(id_of(one),
                     fmt::format("{} {}, being verified", one.kernel->operation(), facts(one.kernel->precision()).name),
                     limit.seconds(*one.kernel, one.shapes.front()));
  try {
    fault = verify(one, seed_);
  } catch (const std::exception& problem) {
    fault = problem.what();
    if (fault.empty()) fault = "threw an exception without a message";
  } catch (...) {
    fault = "threw something that is not a std::exception";
  }
  listener_.on_leave();
  return fault;
}

}  // namespace calib::calibration
