#include "c_api/operation_table.hpp"

#include <algorithm>

#include "runtime/fallback.hpp"

namespace calib::c_api {

operation_table::operation_table(const detail::loaded_data& data, const profile_io::operation_facts& operation,
                                 precision format, std::size_t setting, const fallback_list& fallbacks)
    : data_{&data},
      operation_{&operation},
      format_{format},
      setting_{setting},
      fallbacks_{&fallbacks},
      own_{operation.lower == nullptr ? table(operation.forms.front()) : nullptr} {
  const auto answered = [&](std::size_t position) { return answers_form(position); };
  const bool exists = operation.exists(format);
  answers_any_ = exists && std::ranges::any_of(operation.forms, answered);
  answers_all_ = exists && std::ranges::all_of(operation.forms, answered);
}

bool operation_table::answers_form(std::size_t position) const {
  if (table(position) != nullptr) return true;
  const std::size_t own_slot = slot(position);
  return detail::can_fall_back(*data_, setting_,
                               {.format = format_, .kinds = detail::operation_in(own_slot).kinds, .slot = own_slot},
                               *fallbacks_);
}

bool operation_table::answers(const std::size_t* dims) const {
  if (answers_all_ || !answers_any_) return answers_all_;
  return answers_form(operation_->forms[operation_->form_of(dims).form]);
}

bool operation_table::surely_possible(std::span<const std::size_t> sizes) const noexcept {
  constexpr std::size_t largest = std::size_t{1} << 16;  // three of them multiply to no more than can be
  const auto within = [](std::size_t size) { return size > 0 && size <= largest; };
  return operation_->lower == nullptr && operation_->rank() <= 3 && std::ranges::all_of(sizes, within);
}

const char* operation_table::problem(const std::size_t* dims) const noexcept {
  return surely_possible({dims, operation_->rank()}) ? nullptr : operation_->problem(format_, dims);
}

detail::question operation_table::question_of(const std::size_t* dims,
                                              const profile_io::form_shape& form) const noexcept {
  const std::size_t form_slot = slot(operation_->forms[form.form]);
  const profile_io::operation_facts& of_form = detail::operation_in(form_slot);
  return {.operation = operation_->name,
          .form = of_form.name,
          .format = format_,
          .work = operation_->work_in(format_, dims),
          .form_work = of_form.work_in(format_, form.dims.data()),
          .kinds = of_form.kinds,
          .slot = form_slot,
          .dims = form.dims.data()};
}

void operation_table::latencies(const std::size_t* dims, std::size_t count, double* seconds) const {
  if (own_ != nullptr) {
    detail::latencies(slot(operation_->forms.front()), *own_, dims, count, seconds);
    return;
  }
  for (std::size_t i = 0; i < count; ++i, dims += operation_->rank()) {
    const profile_io::form_shape form = operation_->form_of(dims);
    const std::size_t position = operation_->forms[form.form];
    if (const detail::loaded_table* found = table(position)) {
      detail::latencies(slot(position), *found, form.dims.data(), 1, &seconds[i]);
    } else {
      seconds[i] = detail::fall_back(*data_, setting_, question_of(dims, form), *fallbacks_)->latency.count();
    }
  }
}

calib::estimate operation_table::estimate(const std::size_t* dims) const {
  const profile_io::form_shape form = operation_->form_of(dims);
  if (const detail::loaded_table* const found = table(operation_->forms[form.form])) {
    return detail::evaluate(*operation_, format_, dims, form, *found);
  }
  const detail::question asked = question_of(dims, form);
  const detail::answer from = *detail::fall_back(*data_, setting_, asked, *fallbacks_);
  return detail::describe(from, data_->settings[setting_], {}, asked.work, format_);
}

void operation_table::latency_grid(const std::size_t* const* sizes, const std::size_t* counts, double* seconds) const {
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
