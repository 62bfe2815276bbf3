#include "profile_io/operation_facts.hpp"

#include <algorithm>

#include "calib/op/problem.hpp"

namespace calib::profile_io {
namespace {

// Where precisions differ in nothing, f32 stands for all.
using measured = op::all<f32>;

template <Operation Op>
constexpr std::array<std::size_t, rank<Op>> defaults_of = Op{}.dims();

template <Operation Op>
constexpr auto positions_of_forms = []<class... Form>(type_list<Form...>) {
  return std::array<std::size_t, sizeof...(Form)>{calib::detail::position_in<Form>(measured{})...};
}(typename calib::detail::forms_of<Op>::type{});

template <Lowered Op>
form_shape lower_as(const std::size_t* dims) noexcept {
  return from_dims<Op>(dims).lower([]<Measured Form>(const Form& form) {
    form_shape shape{calib::detail::position_in<Form>(typename Op::forms{}), {}};
    std::ranges::copy(form.dims(), shape.dims.begin());
    return shape;
  });
}

template <Operation Op>
const char* broken_rule_as(const std::size_t* dims) noexcept {
  return calib::detail::check_sizes(from_dims<Op>(dims), calib::detail::say{});
}

template <Operation Op>
cost work_as(const std::size_t* dims) noexcept {
  return from_dims<Op>(dims).work();
}

template <Operation Op>
constexpr operation_facts facts_of() noexcept {
  operation_facts out{.name = Op::name,
                      .dimensions = Op::dimensions,
                      .has_default = Op::has_default,
                      .defaults = defaults_of<Op>,
                      .forms = positions_of_forms<Op>,
                      .kinds = calib::detail::kinds_of_work<Op>,
                      .lower = nullptr,
                      .broken_rule = broken_rule_as<Op>,
                      .work = {}};
  if constexpr (Lowered<Op>) out.lower = lower_as<Op>;
  return out;
}

constexpr std::size_t measured_count = measured::size, count = measured_count + op::lowered<f32>::size;

constexpr auto every_operation = [] {
  std::array<operation_facts, count> out{};
  std::size_t made = 0;
  const auto add = [&]<Operation Op>() { out[made++] = facts_of<Op>(); };
  for_each_operation<f32>(add);
  for_each_lowered_operation<f32>(add);
  for_each_type<all_precisions>([&]<class P>() {
    const auto add_work = [&]<Operation Op>() {
      std::ranges::find(out, Op::name, &operation_facts::name)->work[static_cast<std::size_t>(P::id)] = work_as<Op>;
    };
    for_each_operation<P>(add_work);
    for_each_lowered_operation<P>(add_work);
  });
  return out;
}();

}  // namespace

const char* operation_facts::problem(precision p, const std::size_t* dims) const noexcept {
  if (const char* const broken = broken_rule(dims)) return broken;
  return exists(p) ? calib::detail::check_bytes(work_in(p, dims), calib::detail::say{}) : nullptr;
}

form_shape operation_facts::form_of(const std::size_t* dims) const noexcept {
  if (lower != nullptr) return lower(dims);
  form_shape own{0, {}};
  std::copy_n(dims, rank(), own.dims.begin());
  return own;
}

std::span<const operation_facts> all_operations() noexcept { return every_operation; }
std::span<const operation_facts> measured_operations() noexcept { return all_operations().first(measured_count); }
std::span<const operation_facts> lowered_operations() noexcept { return all_operations().subspan(measured_count); }

const operation_facts* operation_called(std::string_view name) noexcept {
  const auto found = std::ranges::find(every_operation, name, &operation_facts::name);
  return found == every_operation.end() ? nullptr : &*found;
}

}  // namespace calib::profile_io
