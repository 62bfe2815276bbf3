#include "runtime/network_work.hpp"

#include <algorithm>

#include "calib/op/custom.hpp"
#include "network_io/operations.hpp"
#include "runtime/evaluate.hpp"
#include "runtime/fallback.hpp"

namespace calib::detail {
namespace {

cost stated_cost(const std::size_t* at) { return from_dims<op::custom<f32>>(at).work(); }

// Takes the least time that the setting allows, where it has the peaks for that.
answer answer_of_stated(const network_work_in_setting& work, const cost& stated) {
  const work_kinds kinds = kinds_of(stated);
  if (peak_missing_for(kinds, work.setting->peaks, work.format) != missing_peak::none) {
    refuse_stated_cost(kinds, work.format, work.profile->id(), *work.setting);
  }
  return least_time(stated, work.format, *work.setting);
}

// What answers where there is no table of its own is found by name.
estimate estimate_by_name(const network_work_in_setting& work, const std::size_t* at) {
  const profile_io::operation_facts& of = *work.operation;
  return work.profile->estimate(of.name, work.format, {at, of.rank()}, work.setting->id, *work.fallbacks);
}

}  // namespace

std::string_view network_work_in_setting::name() const noexcept {
  return operation == nullptr ? network_io::custom : operation->name;
}

seconds network_work_in_setting::latency(const std::size_t* at) const {
  if (operation == nullptr) return answer_of_stated(*this, stated_cost(at)).latency;
  if (operation->lower == nullptr) {
    const loaded_table* const table = tables.front();
    if (table == nullptr) return estimate_by_name(*this, at).latency;
    double latency = 0;
    latencies(slot_at(operation->forms.front(), format), *table, at, 1, &latency);
    return seconds{latency};
  }
  const profile_io::form_shape form = operation->lower(at);
  const loaded_table* const table = tables[form.form];
  if (table == nullptr) return estimate_by_name(*this, at).latency;
  return answer_of(*operation, format, at, form, *table).latency;
}

estimate network_work_in_setting::estimate(const std::size_t* at) const {
  if (operation != nullptr) return estimate_by_name(*this, at);
  const cost stated = stated_cost(at);
  return describe(answer_of_stated(*this, stated), *setting, error_band{}, stated, format);
}

cost network_work_in_setting::work(const std::size_t* at) const {
  return operation == nullptr ? stated_cost(at) : operation->work_in(format, at);
}

network_work_in_setting prepare_work(const network_io::work_data& work, const loaded_profile& profile,
                                     const setting_facts& setting, const fallback_list& fallbacks) {
  network_work_in_setting out;
  out.profile = &profile;
  out.setting = &setting;
  out.fallbacks = &fallbacks;
  out.format = work.precision;
  for (std::uint32_t i = 0; i < work.sizes.size(); ++i) {
    const network_size& size = work.sizes[i];
    out.dims[i] = size.factor;
    const bool varies = std::ranges::any_of(size.powers, [](std::uint8_t power) { return power > 0; });
    if (varies) out.variables.push_back({i, size});
  }
  if (work.operation == network_io::custom) return out;
  out.operation = profile_io::operation_called(work.operation);
  for (std::size_t form = 0; form < out.operation->forms.size(); ++form) {
    out.tables[form] = profile.find_table(slot_at(out.operation->forms[form], out.format), setting.id);
  }
  return out;
}

}  // namespace calib::detail
