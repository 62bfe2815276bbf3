#include "profile_io/operations.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "calib/op/list.hpp"
#include "calib/precision.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {

std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept {
  std::optional<std::span<const std::string_view>> found;
  for_each_operation<f32>([&]<class Op>() {
    if (Op::name == operation) found = Op::dimensions;
  });
  return found;
}

std::optional<std::span<const std::string_view>> dimensions_of_any(std::string_view operation) noexcept {
  std::optional<std::span<const std::string_view>> found;
  visit_any_operation(operation, precision::f32, [&]<Operation Op>() { found = Op::dimensions; });
  return found;
}

std::optional<std::size_t> usual_value(std::string_view operation, std::string_view dimension) noexcept {
  std::optional<std::size_t> usual;
  visit_any_operation(operation, precision::f32, [&]<Operation Op>() {
    for (std::size_t i = 0; i < rank<Op>; ++i) {
      if (Op::dimensions[i] == dimension && Op::has_default[i]) usual = Op{}.dims()[i];
    }
  });
  return usual;
}

std::vector<std::size_t> with_defaults(std::string_view operation, std::span<const std::size_t> dims) {
  std::vector<std::size_t> all(dims.begin(), dims.end());
  visit_any_operation(operation, precision::f32, [&]<Operation Op>() {
    const auto usual = Op{}.dims();
    while (all.size() < rank<Op> && Op::has_default[all.size()]) all.push_back(usual[all.size()]);
  });
  return all;
}

std::optional<named_shape> lowered(std::string_view operation, std::span<const std::size_t> dims) {
  std::optional<named_shape> found;
  visit_lowered_operation(operation, precision::f32, [&]<Operation Op>() {
    from_dims<Op>(dims.data()).lower([&]<Operation Form>(const Form& form) {
      const auto own = form.dims();
      found = named_shape{Form::name, Form::dimensions, {own.begin(), own.end()}};
    });
  });
  return found;
}

const char* problem_of(std::string_view operation, std::span<const std::size_t> dims, precision p) noexcept {
  const char* why = nullptr;
  visit_any_operation(operation, p, [&]<Operation Op>() { why = problem(from_dims<Op>(dims.data())); });
  return why;
}

bool exists(std::string_view operation, precision p) noexcept {
  return visit_any_operation(operation, p, []<class Op>() {});
}

cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept {
  cost work{};
  visit_operation(operation, p, [&]<Operation Op>() { work = from_dims<Op>(dims.data()).work(); });
  return work;
}

namespace {

largest_shape largest_of_measurements(const table_data& table) {
  largest_shape largest;
  std::vector<std::size_t> dims(table.axes.size());
  for (std::size_t i = 0; i < table.measurements.latency_s.size(); ++i) {
    for (std::size_t a = 0; a < dims.size(); ++a) dims[a] = table.measurements.dims[a][i];
    const cost work = work_of(table.operation, table.precision, dims);
    const auto size = [](const cost& of) { return std::pair(of.arithmetic.value, of.traffic.value); };
    if (size(largest.work) < size(work)) largest = {work, table.measurements.latency_s[i]};
  }
  return largest;
}

}  // namespace

largest_shape largest_measured(const table_data& table) {
  if (!table.measurements.latency_s.empty()) return largest_of_measurements(table);
  std::vector<std::size_t> dims;
  for (const axis_data& axis : table.axes) dims.push_back(axis.measured ? axis.measured->last : axis.knots.back());
  const cost work = work_of(table.operation, table.precision, dims);
  std::size_t offset = grid_of(table.classes, dims, work);
  for (std::size_t a = 0; a < dims.size(); ++a) {
    const std::vector<std::uint64_t>& knots = table.axes[a].knots;
    const auto at = std::ranges::lower_bound(knots, dims[a]) - knots.begin();
    offset = offset * knots.size() + static_cast<std::size_t>(at);
  }
  return {work, table.latency_s[offset]};
}

std::string joined(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

std::string listed(std::span<const std::string_view> names) { return names.empty() ? "none" : joined(names); }

std::string operation_names() {
  std::vector<std::string_view> names;
  for_each_operation<f32>([&]<class Op>() { names.push_back(Op::name); });
  return joined(names);
}

std::string any_operation_names() {
  std::vector<std::string_view> names;
  for_each_lowered_operation<f32>([&]<class Op>() { names.push_back(Op::name); });
  return operation_names() + ", " + joined(names);
}

namespace {

/// What people ask for that has another name here, or that no library of calib's is measured at.
struct near_operation {
  std::string_view part;  ///< of the name that is asked for
  std::string_view advice;
};

constexpr near_operation near_operations[] = {
    {"transpose",
     "transposed convolutions are not measured; near is a conv2d from out_channels to in_channels over the "
     "larger image, which has the same work"},
    {"deconv",
     "transposed convolutions are not measured; near is a conv2d from out_channels to in_channels over the "
     "larger image, which has the same work"},
    {"conv3d", "convolutions of volumes are not measured; near is a conv2d of each slice, times the kernel's depth"},
    {"conv", "convolutions are conv2d and conv1d"},
    {"matmul", "matrix products are gemm, and linear where one operand holds weights"},
    {"dense", "a fully connected layer is a linear"},
    {"attention", "attention is attention_prefill of a whole prompt, attention_decode of one position"},
};

}  // namespace

std::string unknown_operation(std::string_view name) {
  std::string out = "calib has no operation " + in_quotes(name) + "; ";
  const auto near = std::ranges::find_if(
      near_operations, [name](const near_operation& one) { return name.find(one.part) != std::string_view::npos; });
  if (near != std::end(near_operations)) out += std::string{near->advice} + "; ";
  return out + "name one of " + any_operation_names();
}

std::vector<std::string_view> forms_of(std::string_view operation) {
  std::vector<std::string_view> names;
  visit_lowered_operation(operation, precision::f32, [&]<class Op>() {
    for_each_type<typename Op::forms>([&]<class Form>() { names.push_back(Form::name); });
  });
  return names;
}

std::string form_names(std::string_view operation) { return joined(forms_of(operation)); }

std::string precision_names() {
  std::vector<std::string_view> names;
  for (const precision_facts& p : precisions) names.push_back(p.name);
  return joined(names);
}

}  // namespace calib::profile_io
