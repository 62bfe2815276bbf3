#include "runtime/network_work.hpp"

#include <algorithm>

#include "calib/op/custom.hpp"
#include "calib/op/list.hpp"

namespace calib::detail {
namespace {

template <class Op>
inline constexpr bool is_custom = false;
template <Precision P>
inline constexpr bool is_custom<op::custom<P>> = true;

template <Operation Op>
seconds latency_as(const network_work_in_setting& work, const std::size_t* dims) {
  const Op op = from_dims<Op>(dims);
  if constexpr (is_custom<Op>) {
    return least_time(op, *work.setting).latency;
  } else {
    return with_form(op, [&]<Operation Form>(const Form& form) {
      const loaded_table* const table = work.tables[position_in<Form>(typename forms_of<Op>::type{})];
      if (table != nullptr) return answer_to(op, answer_from(*table, form)).latency;
      return work.profile->latency(op, work.setting->id, *work.fallbacks);
    });
  }
}

template <Operation Op>
estimate estimate_as(const network_work_in_setting& work, const std::size_t* dims) {
  const Op op = from_dims<Op>(dims);
  if constexpr (is_custom<Op>) {
    return describe(least_time(op, *work.setting), *work.setting, error_band{}, op);
  } else {
    return work.profile->estimate(op, work.setting->id, *work.fallbacks);
  }
}

template <Operation Op>
cost work_as(const std::size_t* dims) {
  return from_dims<Op>(dims).work();
}

/// What is there only for the types that a network can name.
struct prepare {
  network_work_in_setting& out;
  const loaded_profile& profile;

  template <Operation Op>
  void operator()() const {
    out.of = {latency_as<Op>, estimate_as<Op>, work_as<Op>};
    out.operation = Op::name;
    if constexpr (!is_custom<Op>) {
      std::size_t form = 0;
      for_each_type<typename forms_of<Op>::type>(
          [&]<Operation Form>() { out.tables[form++] = profile.find_table(slot_of<Form>, out.setting->id); });
    }
  }
};

}  // namespace

network_work_in_setting prepare_work(const network_io::work_data& work, const loaded_profile& profile,
                                     const setting_facts& setting, const fallback_list& fallbacks) {
  network_work_in_setting out;
  out.profile = &profile;
  out.setting = &setting;
  out.fallbacks = &fallbacks;
  for (std::uint32_t i = 0; i < work.sizes.size(); ++i) {
    const network_size& size = work.sizes[i];
    out.dims[i] = size.factor;
    const bool varies = std::ranges::any_of(size.powers, [](std::uint8_t power) { return power > 0; });
    if (varies) out.variables.push_back({i, size});
  }
  const prepare each{out, profile};
  if (work.operation == op::custom<f32>::name) {
    for_each_type<all_precisions>([&]<class P>() {
      if (P::id == work.precision) each.operator()<op::custom<P>>();
    });
  } else {
    visit_any_operation(work.operation, work.precision, each);
  }
  return out;
}

}  // namespace calib::detail
