#include "c_api/operation_table.hpp"

#include <algorithm>

#include "runtime/evaluate.hpp"

namespace calib::c_api {

operation_table::operation_table(const detail::loaded_data& data, const operation_entry& operation, precision format,
                                 std::size_t setting) noexcept
    : data_{&data},
      operation_{&operation},
      format_{format},
      setting_{setting},
      own_{operation.lower == nullptr ? table(operation.forms.front()) : nullptr},
      by_roofline_{data.tables.empty() && detail::has_roofline(data.settings[setting].peaks, format)} {
  const auto has_table = [&](std::size_t position) { return table(position) != nullptr; };
  answers_any_ = by_roofline_ || std::ranges::any_of(operation.forms, has_table);
  answers_all_ = by_roofline_ || std::ranges::all_of(operation.forms, has_table);
}

bool operation_table::answers(const std::size_t* dims) const noexcept {
  if (answers_all_ || !answers_any_) return answers_all_;
  return table(operation_->lower(dims).position) != nullptr;
}

void operation_table::latencies(const std::size_t* dims, std::size_t count, double* seconds) const noexcept {
  if (own_ != nullptr) {
    detail::latencies(slot(operation_->forms.front()), *own_, dims, count, seconds);
    return;
  }
  for (std::size_t i = 0; i < count; ++i, dims += operation_->rank()) {
    if (by_roofline_) {
      seconds[i] = detail::least_time(work(dims), format_, data_->settings[setting_]).latency.count();
    } else {
      const form_shape form = operation_->lower(dims);
      detail::latencies(slot(form.position), *table(form.position), form.dims.data(), 1, &seconds[i]);
    }
  }
}

calib::estimate operation_table::estimate(const std::size_t* dims) const noexcept {
  if (own_ != nullptr) return detail::evaluate(slot(operation_->forms.front()), *own_, dims);
  if (by_roofline_) return detail::estimate_by_roofline(data_->settings[setting_], work(dims), format_);
  const form_shape form = operation_->lower(dims);
  const detail::loaded_table& found = *table(form.position);
  const calib::estimate of_form = detail::evaluate(slot(form.position), found, form.dims.data());
  // Other shapes may have this form too.
  const source from = of_form.source == source::measured ? source::interpolated : of_form.source;
  return detail::describe({of_form.latency, from}, *found.setting, found.facts.error, work(dims), format_);
}

void operation_table::latency_grid(const std::size_t* const* sizes, const std::size_t* counts,
                                   double* seconds) const noexcept {
  if (own_ != nullptr) {
    detail::latency_grid(slot(operation_->forms.front()), *own_, sizes, counts, seconds);
    return;
  }
  for_each_combination(operation_->rank(), sizes, counts, [&](const std::size_t* dims) {
    latencies(dims, 1, seconds++);
    return true;
  });
}

}  // namespace calib::c_api
