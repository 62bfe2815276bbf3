#include "runtime/evaluate.hpp"

#include <array>

namespace calib::detail {
namespace {

using evaluator = estimate (*)(const loaded_table&, const std::size_t*) noexcept;

template <Operation Op>
estimate evaluate_as(const loaded_table& table, const std::size_t* dims) noexcept {
  const Op op = from_dims<Op>(dims);
  return estimate_from(table, op, op);
}

/// One function for each slot.
constexpr auto evaluators = [] {
  std::array<evaluator, slot_count> out{};
  for_each_type<type_list<f64, f32, tf32, bf16, f16, fp8, i8>>(
      [&]<class P>() { for_each_operation<P>([&]<class Op>() { out[slot_of<Op>] = evaluate_as<Op>; }); });
  return out;
}();

using latency_loop = void (*)(const loaded_table&, const std::size_t*, std::size_t, double*) noexcept;

template <Operation Op>
void latencies_as(const loaded_table& table, const std::size_t* dims, std::size_t count, double* seconds) noexcept {
  for (std::size_t i = 0; i < count; ++i, dims += rank<Op>) {
    seconds[i] = answer_from(table, from_dims<Op>(dims)).latency.count();
  }
}

struct latency_functions {
  latency_loop loop;
  std::size_t rank;
};

constexpr auto loops = [] {
  std::array<latency_functions, slot_count> out{};
  for_each_type<type_list<f64, f32, tf32, bf16, f16, fp8, i8>>([&]<class P>() {
    for_each_operation<P>([&]<class Op>() { out[slot_of<Op>] = {latencies_as<Op>, rank<Op>}; });
  });
  return out;
}();

/// Fixes the dimensions before `at`, the rest runs through its sizes.
double* fill_grid(const latency_functions& of, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, std::size_t* dims, std::size_t at, double* seconds) noexcept {
  if (at == of.rank) {
    of.loop(table, dims, 1, seconds);
    return seconds + 1;
  }
  for (std::size_t i = 0; i < counts[at]; ++i) {
    dims[at] = sizes[at][i];
    seconds = fill_grid(of, table, sizes, counts, dims, at + 1, seconds);
  }
  return seconds;
}

}  // namespace

std::size_t slot_of_name(std::string_view operation, precision p) noexcept {
  std::size_t slot = slot_count;
  visit_operation(operation, p, [&]<class Op>() { slot = slot_of<Op>; });
  return slot;
}

estimate evaluate(std::size_t slot, const loaded_table& table, const std::size_t* dims) noexcept {
  return evaluators[slot](table, dims);
}

void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds) noexcept {
  loops[slot].loop(table, dims, count, seconds);
}

void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds) noexcept {
  std::array<std::size_t, 8> dims{};  // no measured operation has as many
  fill_grid(loops[slot], table, sizes, counts, dims.data(), 0, seconds);
}

}  // namespace calib::detail
