#include "profile_io/operations.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "calib/precision.hpp"
#include "profile_io/nearest.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {

std::optional<std::span<const std::string_view>> dimensions_of(std::string_view operation) noexcept {
  const operation_facts* const found = operation_called(operation);
  if (found == nullptr || found->lower != nullptr) return std::nullopt;
  return found->dimensions;
}

std::optional<std::span<const std::string_view>> dimensions_of_any(std::string_view operation) noexcept {
  const operation_facts* const found = operation_called(operation);
  if (found == nullptr) return std::nullopt;
  return found->dimensions;
}

std::optional<std::size_t> usual_value(std::string_view operation, std::string_view dimension) noexcept {
  const operation_facts* const found = operation_called(operation);
  if (found == nullptr) return std::nullopt;
  const auto at = static_cast<std::size_t>(std::ranges::find(found->dimensions, dimension) - found->dimensions.begin());
  if (at == found->rank() || !found->has_default[at]) return std::nullopt;
  return found->defaults[at];
}

std::vector<std::size_t> with_defaults(const operation_facts& operation, std::span<const std::size_t> dims) {
  std::vector<std::size_t> all(dims.begin(), dims.end());
  while (all.size() < operation.rank() && operation.has_default[all.size()]) {
    all.push_back(operation.defaults[all.size()]);
  }
  return all;
}

std::optional<named_shape> lowered(std::string_view operation, std::span<const std::size_t> dims) {
  const operation_facts* const found = operation_called(operation);
  if (found == nullptr || found->lower == nullptr) return std::nullopt;
  const form_shape shape = found->lower(dims.data());
  const operation_facts& form = measured_operations()[found->forms[shape.form]];
  return named_shape{form.name, form.dimensions, {shape.dims.begin(), shape.dims.begin() + form.rank()}};
}

const char* problem_of(std::string_view operation, std::span<const std::size_t> dims, precision p) noexcept {
  const operation_facts* const found = operation_called(operation);
  return found == nullptr ? nullptr : found->problem(p, dims.data());
}

bool exists(std::string_view operation, precision p) noexcept {
  const operation_facts* const found = operation_called(operation);
  return found != nullptr && found->exists(p);
}

cost work_of(std::string_view operation, precision p, std::span<const std::size_t> dims) noexcept {
  const operation_facts* const found = operation_called(operation);
  return found == nullptr || !found->exists(p) ? cost{} : found->work_in(p, dims.data());
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

namespace {

std::vector<std::string_view> names_of(std::span<const operation_facts> operations) {
  std::vector<std::string_view> names;
  for (const operation_facts& one : operations) names.push_back(one.name);
  return names;
}

}  // namespace

std::string operation_names() { return joined(names_of(measured_operations())); }

std::string any_operation_names() { return joined(names_of(all_operations())); }

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

std::string nearest_operation(std::string_view name, std::vector<std::string_view> others) {
  for (const operation_facts& one : all_operations()) others.push_back(one.name);
  return nearest(name, others);
}

std::string unknown_operation(std::string_view name) {
  std::string out = "calib has no operation " + in_quotes(name) + "; ";
  const auto near = std::ranges::find_if(
      near_operations, [name](const near_operation& one) { return name.find(one.part) != std::string_view::npos; });
  if (near != std::end(near_operations)) {
    out += std::string{near->advice} + "; ";
  } else if (const std::string meant = nearest_operation(name); !meant.empty()) {
    out += "did you mean " + meant + "? ";
  }
  return out + "name one of " + any_operation_names();
}

std::vector<std::string_view> forms_of(std::string_view operation) {
  std::vector<std::string_view> names;
  const operation_facts* const found = operation_called(operation);
  if (found == nullptr || found->lower == nullptr) return names;
  for (const std::size_t form : found->forms) names.push_back(measured_operations()[form].name);
  return names;
}

std::string form_names(std::string_view operation) { return joined(forms_of(operation)); }

std::string precision_names() {
  std::vector<std::string_view> names;
  for (const precision_facts& p : precisions) names.push_back(p.name);
  return joined(names);
}

}  // namespace calib::profile_io
