#include "fit/falls.hpp"

#include <optional>
#include <span>

#include "plan/shapes.hpp"
#include "profile_io/operations.hpp"

namespace calib::fit {
namespace {

// A share of a hundredth is told to about a fifth of it.
constexpr std::size_t drawn_shapes = 2000;
constexpr std::uint64_t seed = 1;

bool exists(const profile_io::table_data& table, std::span<const std::size_t> dims) {
  return profile_io::problem_of(table.operation, dims, table.precision) == nullptr;
}

bool is_less(const cost& work, const cost& other) {
  return work.arithmetic.value < other.arithmetic.value || work.traffic.value < other.traffic.value;
}

// The shape with this dimension doubled, where that is one, was measured and is more work.
std::optional<plan::shape> doubled(const profile_io::table_data& table, const plan::grid& measured, plan::shape dims,
                                   std::size_t axis) {
  const cost work = profile_io::work_of(table.operation, table.precision, dims);
  dims[axis] *= 2;
  if (dims[axis] > measured[axis].knots.back() || !exists(table, dims)) return {};
  if (is_less(profile_io::work_of(table.operation, table.precision, dims), work)) return {};
  return dims;
}

}  // namespace

fall_count count_falls(const loaded_profile& profile, const profile_io::table_data& table) {
  const auto latency_s = [&](const plan::shape& dims) {
    return profile.estimate(table.operation, table.precision, dims, table.setting).latency.count();
  };
  const plan::grid measured = plan::measured_part(table.axes);
  const auto wanted = [&](std::span<const std::size_t> dims) { return exists(table, dims); };
  fall_count found;
  for (const plan::shape& dims : plan::fresh_shapes(measured, drawn_shapes, seed, plan::draw::random, wanted)) {
    bool any = false, falls = false;
    for (std::size_t axis = 0; axis < dims.size(); ++axis) {
      const auto larger = doubled(table, measured, dims, axis);
      if (!larger) continue;
      any = true;
      falls = falls || latency_s(*larger) < (1 - fall_limit) * latency_s(dims);
    }
    found.shapes += any ? 1 : 0;
    found.count += falls ? 1 : 0;
  }
  return found;
}

}  // namespace calib::fit
