#include "c_api/operations.hpp"

#include <algorithm>

#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

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

// f64 stands for all precisions: it comes first, so that a slot is a position.
static_assert(static_cast<int>(precision::f64) == 0);

template <Operation Op>
constexpr auto forms_of = []<class... Form>(type_list<Form...>) {
  return std::array{detail::slot_of<Form>...};
}(typename detail::forms_of<Op>::type{});

template <Lowered Op>
form_shape lower_as(const std::size_t* dims) noexcept {
  return from_dims<Op>(dims).lower([]<Measured Form>(const Form& form) {
    form_shape shape{detail::slot_of<Form>, {}};
    std::ranges::copy(form.dims(), shape.dims.begin());
    return shape;
  });
}

template <Operation Op>
cost work_as(const std::size_t* dims) noexcept {
  return from_dims<Op>(dims).work();
}

template <Operation Op>
const char* problem_as(const std::size_t* dims) noexcept {
  return problem(from_dims<Op>(dims));
}

constexpr std::size_t count = op::all<f64>::size + op::lowered<f64>::size;

constexpr auto all = [] {
  std::array<operation_entry, count> out{};
  for_each_type<all_precisions>([&]<class P>() {
    std::size_t i = 0;
    const auto add = [&]<Operation Op>() {
      if (is_pair(P::id)) {  // has a few of them
        for (i = 0; std::string_view{out[i].name} != Op::name;) ++i;
      }
      operation_entry& entry = out[i++];
      entry.work[static_cast<std::size_t>(P::id)] = work_as<Op>;
      if constexpr (P::id == precision::f64) {
        entry.name = name_of<Op>.text.data();
        entry.dimensions = dimensions_of<Op>;
        entry.forms = forms_of<Op>;
        entry.problem = problem_as<Op>;
        if constexpr (Lowered<Op>) entry.lower = lower_as<Op>;
      }
    };
    for_each_operation<P>(add);
    for_each_lowered_operation<P>(add);
  });
  return out;
}();

}  // namespace

std::span<const operation_entry> operations() noexcept { return all; }

const operation_entry& operation_called(std::string_view name) {
  const auto found = std::ranges::find(all, name, [](const operation_entry& o) { return std::string_view{o.name}; });
  if (found == all.end()) {
    throw no_table_error(no_answer::unknown_operation, profile_io::unknown_operation(name));
  }
  return *found;
}

}  // namespace calib::c_api
