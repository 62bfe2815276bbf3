#include "c_api/operations.hpp"

#include <algorithm>
#include <array>

#include "calib/no_answer.hpp"
#include "profile_io/operations.hpp"

namespace calib::c_api {
namespace {

/// A name as C takes it: a string_view need not end with a zero.
struct c_name {
  constexpr c_name() = default;
  constexpr explicit c_name(std::string_view name) { std::ranges::copy(name, text.begin()); }
  std::array<char, 32> text{};
};

template <Operation Op>
constexpr c_name name_of{Op::name};

template <Operation Op>
constexpr auto dimension_names_of = [] {
  std::array<c_name, rank<Op>> out{};
  std::ranges::transform(Op::dimensions, out.begin(), [](std::string_view name) { return c_name{name}; });
  return out;
}();

template <Operation Op>
constexpr auto dimensions_of = [] {
  std::array<const char*, rank<Op>> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = dimension_names_of<Op>[i].text.data();
  return out;
}();

constexpr auto all_names = [] {
  std::array<operation_names, op::all<f32>::size + op::lowered<f32>::size> out{};
  std::size_t made = 0;
  const auto add = [&]<Operation Op>() { out[made++] = {name_of<Op>.text.data(), dimensions_of<Op>}; };
  for_each_operation<f32>(add);
  for_each_lowered_operation<f32>(add);
  return out;
}();

}  // namespace

std::span<const operation_names> names_of_operations() noexcept { return all_names; }

const operation_names& names_of(const profile_io::operation_facts& operation) noexcept {
  return all_names[static_cast<std::size_t>(&operation - profile_io::all_operations().data())];
}

const profile_io::operation_facts& operation_called(std::string_view name) {
  const profile_io::operation_facts* const found = profile_io::operation_called(name);
  if (found == nullptr) throw no_table_error(no_answer::unknown_operation, profile_io::unknown_operation(name));
  return *found;
}

}  // namespace calib::c_api
