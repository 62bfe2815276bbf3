#include "runtime/network_work.hpp"

#include <algorithm>

#include "calib/op/custom.hpp"
#include "calib/op/list.hpp"
#include "runtime/evaluate.hpp"

namespace calib::detail {
namespace {

using work_in_setting = network_work_in_setting;

std::span<const std::size_t> sizes_of(const work_in_setting& work, const std::size_t* dims) {
  return {dims, work.rank};
}

// Of any operation: what answers where there is no table of its own is found by name.
estimate estimate_by_name(const work_in_setting& work, const std::size_t* dims) {
  return work.profile->estimate(work.operation, work.format, sizes_of(work, dims), work.setting->id, *work.fallbacks);
}

// A measured operation has functions of its slot.
seconds latency_in_slot(const work_in_setting& work, const std::size_t* dims) {
  const loaded_table* const table = work.tables.front();
  if (table == nullptr) return estimate_by_name(work, dims).latency;
  double latency = 0;
  latencies(work.slot, *table, dims, 1, &latency);
  return seconds{latency};
}

cost work_in_slot(const work_in_setting& work, const std::size_t* dims) { return work_in(work.slot, dims); }

// A lowered one is answered by one of its forms.
template <Operation Op>
seconds latency_of_form(const work_in_setting& work, const std::size_t* dims) {
  const Op op = from_dims<Op>(dims);
  return with_form(op, [&]<Operation Form>(const Form& form) {
    const loaded_table* const table = work.tables[position_in<Form>(typename forms_of<Op>::type{})];
    if (table != nullptr) return answer_to(op, answer_from(*table, form)).latency;
    return estimate_by_name(work, dims).latency;
  });
}

template <Operation Op>
cost work_of_lowered(const work_in_setting&, const std::size_t* dims) {
  return from_dims<Op>(dims).work();
}

// One of a stated cost takes the least time that the setting allows.
template <Precision P>
seconds latency_of_custom(const work_in_setting& work, const std::size_t* dims) {
  return least_time(from_dims<op::custom<P>>(dims), *work.setting).latency;
}

template <Precision P>
estimate estimate_of_custom(const work_in_setting& work, const std::size_t* dims) {
  const auto op = from_dims<op::custom<P>>(dims);
  return describe(least_time(op, *work.setting), *work.setting, error_band{}, op);
}

void prepare_custom(work_in_setting& out) {
  for_each_type<all_precisions>([&]<class P>() {
    if (P::id != out.format) return;
    out.of = {latency_of_custom<P>, estimate_of_custom<P>, work_of_lowered<op::custom<P>>};
    out.operation = op::custom<P>::name;
  });
}

/// Whether the operation is a lowered one.
bool prepare_lowered(work_in_setting& out, std::string_view operation) {
  return visit_lowered_operation(operation, out.format, [&]<Operation Op>() {
    out.of = {latency_of_form<Op>, estimate_by_name, work_of_lowered<Op>};
    out.operation = Op::name;
    std::size_t form = 0;
    for_each_type<typename forms_of<Op>::type>(
        [&]<Operation Form>() { out.tables[form++] = out.profile->find_table(slot_of<Form>, out.setting->id); });
  });
}

void prepare_measured(work_in_setting& out, std::string_view operation) {
  visit_operation(operation, out.format, [&]<Operation Op>() {
    out.of = {latency_in_slot, estimate_by_name, work_in_slot};
    out.operation = Op::name;
    out.slot = slot_of<Op>;
    out.tables.front() = out.profile->find_table(out.slot, out.setting->id);
  });
}

}  // namespace

network_work_in_setting prepare_work(const network_io::work_data& work, const loaded_profile& profile,
                                     const setting_facts& setting, const fallback_list& fallbacks) {
  network_work_in_setting out;
  out.profile = &profile;
  out.setting = &setting;
  out.fallbacks = &fallbacks;
  out.format = work.precision;
  out.rank = work.sizes.size();
  for (std::uint32_t i = 0; i < work.sizes.size(); ++i) {
    const network_size& size = work.sizes[i];
    out.dims[i] = size.factor;
    const bool varies = std::ranges::any_of(size.powers, [](std::uint8_t power) { return power > 0; });
    if (varies) out.variables.push_back({i, size});
  }
  if (work.operation == op::custom<f32>::name) {
    prepare_custom(out);
  } else if (!prepare_lowered(out, work.operation)) {
    prepare_measured(out, work.operation);
  }
  return out;
}

}  // namespace calib::detail
