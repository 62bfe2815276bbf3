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

}  // namespace

std::size_t slot_of_name(std::string_view operation, precision p) noexcept {
  std::size_t slot = slot_count;
  visit_operation(operation, p, [&]<class Op>() { slot = slot_of<Op>; });
  return slot;
}

estimate evaluate(std::size_t slot, const loaded_table& table, const std::size_t* dims) noexcept {
  return evaluators[slot](table, dims);
}

}  // namespace calib::detail
