#include "profile_io/operations.hpp"

#include <algorithm>
#include <vector>

#include "calib/op/list.hpp"
#include "calib/precision.hpp"

namespace calib::profile_io {

std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept {
  std::optional<std::span<const std::string_view>> found;
  for_each_operation<f32>([&]<class Op>() {
    if (Op::name == operation) found = Op::dimensions;
  });
  return found;
}

cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept {
  cost work{};
  visit_operation(operation, p, [&]<Operation Op>() {
    std::array<std::size_t, rank<Op>> own{};
    std::copy_n(dims.begin(), own.size(), own.begin());
    work = from_dims<Op>(own).work();
  });
  return work;
}

cost largest_work(const table_data& table) {
  std::vector<std::size_t> dims;
  for (const axis_data& axis : table.axes) dims.push_back(axis.knots.back());
  return work_of(table.operation, table.precision, dims);
}

std::string joined(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

std::string operation_names() {
  std::vector<std::string_view> names;
  for_each_operation<f32>([&]<class Op>() { names.push_back(Op::name); });
  return joined(names);
}

std::string precision_names() {
  std::vector<std::string_view> names;
  for (const precision_facts& p : precisions) names.push_back(p.name);
  return joined(names);
}

}  // namespace calib::profile_io
