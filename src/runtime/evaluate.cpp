#include "runtime/evaluate.hpp"

#include <algorithm>
#include <array>

namespace calib::detail {
namespace {

using evaluator = estimate (*)(const loaded_table&, const std::size_t*) noexcept;

template <Operation Op>
estimate evaluate_as(const loaded_table& table, const std::size_t* dims) noexcept {
  const Op op = from_dims<Op>(dims);
  return estimate_from(table, op, op);
}

struct slot_functions {
  evaluator evaluate;
  std::size_t rank;
};

/// Those of each slot.
constexpr auto functions = [] {
  std::array<slot_functions, slot_count> out{};
  for_each_type<type_list<f64, f32, tf32, bf16, f16, fp8, i8>>([&]<class P>() {
    for_each_operation<P>([&]<class Op>() { out[slot_of<Op>] = {evaluate_as<Op>, rank<Op>}; });
  });
  return out;
}();

constexpr std::size_t max_rank = std::ranges::max(functions, {}, &slot_functions::rank).rank;

}  // namespace

std::size_t slot_of_name(std::string_view operation, precision p) noexcept {
  std::size_t slot = slot_count;
  visit_operation(operation, p, [&]<class Op>() { slot = slot_of<Op>; });
  return slot;
}

estimate evaluate(std::size_t slot, const loaded_table& table, const std::size_t* dims) noexcept {
  return functions[slot].evaluate(table, dims);
}

void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    seconds[i] = evaluate(slot, table, dims + i * functions[slot].rank).latency.count();
  }
}

void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds) noexcept {
  const std::size_t rank = functions[slot].rank;
  if (std::any_of(counts, counts + rank, [](std::size_t count) { return count == 0; })) return;
  std::array<std::size_t, max_rank> at{};
  std::array<std::size_t, max_rank> dims{};
  for (;;) {
    for (std::size_t axis = 0; axis < rank; ++axis) dims[axis] = sizes[axis][at[axis]];
    *seconds++ = evaluate(slot, table, dims.data()).latency.count();
    std::size_t axis = rank;
    while (axis > 0 && ++at[axis - 1] == counts[axis - 1]) at[--axis] = 0;
    if (axis == 0) return;
  }
}

}  // namespace calib::detail
