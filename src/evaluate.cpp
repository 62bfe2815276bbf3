#include "evaluate.hpp"

#include <array>

namespace calib::detail {
namespace {

// What of an estimate depends on the operation.
struct own_part {
  answer from;
  cost work;
  precision in;
};

using evaluator = own_part (*)(const loaded_table&, const std::size_t*) noexcept;

template <Operation Op>
own_part evaluate_as(const loaded_table& table, const std::size_t* dims) noexcept {
  const Op op = from_dims<Op>(dims);
  return {answer_from(table, op), op.work(), precision_of<Op>};
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
  const own_part own = evaluators[slot](table, dims);
  return describe(own.from, *table.setting, table.facts.error, own.work, own.in);
}

}  // namespace calib::detail
