#include "c_api/operation_table.hpp"

#include <algorithm>

#include "runtime/evaluate.hpp"
#include "runtime/fallback.hpp"

namespace calib::c_api {

operation_table::operation_table(const detail::loaded_data& data, const operation_entry& operation, precision format,
                                 std::size_t setting, const fallback_list& fallbacks)
    : data_{&data},
      operation_{&operation},
      format_{format},
      setting_{setting},
      fallbacks_{&fallbacks},
      own_{operation.lower == nullptr ? table(operation.forms.front()) : nullptr} {
  const auto answered = [&](std::size_t position) { return answers_form(position); };
  const bool exists = operation.work[static_cast<std::size_t>(format)] != nullptr;
  answers_any_ = exists && std::ranges::any_of(operation.forms, answered);
  answers_all_ = exists && std::ranges::all_of(operation.forms, answered);
}

bool operation_table::answers_form(std::size_t position) const {
  if (table(position) != nullptr) return true;
  const std::size_t own_slot = slot(position);
  return detail::can_fall_back(*data_, setting_,
                               {.format = format_, .kinds = detail::kinds_in(own_slot), .slot = own_slot}, *fallbacks_);
}

bool operation_table::answers(const std::size_t* dims) const {
  if (answers_all_ || !answers_any_) return answers_all_;
  return answers_form(form_of(dims).position);
}

bool operation_table::surely_possible(std::span<const std::size_t> sizes) const noexcept {
  constexpr std::size_t largest = std::size_t{1} << 16;  // three of them multiply to no more than can be
  const auto within = [](std::size_t size) { return size > 0 && size <= largest; };
  return operation_->lower == nullptr && operation_->rank() <= 3 && std::ranges::all_of(sizes, within);
}

const char* operation_table::problem(const std::size_t* dims) const noexcept {
  return surely_possible({dims, operation_->rank()}) ? nullptr : operation_->problem(dims);
}

form_shape operation_table::form_of(const std::size_t* dims) const noexcept {
  if (operation_->lower != nullptr) return operation_->lower(dims);
  form_shape own{operation_->forms.front(), {}};
  std::copy_n(dims, operation_->rank(), own.dims.begin());
  return own;
}

detail::question operation_table::question_of(const std::size_t* dims, const form_shape& form) const noexcept {
  const std::size_t form_slot = slot(form.position);
  return {.operation = operation_->name,
          .form = operations()[form.position].name,
          .format = format_,
          .work = operation_->work[static_cast<std::size_t>(format_)](dims),
          .form_work = detail::work_in(form_slot, form.dims.data()),
          .kinds = detail::kinds_in(form_slot),
          .slot = form_slot,
          .dims = form.dims.data()};
}

void operation_table::latencies(const std::size_t* dims, std::size_t count, double* seconds) const {
  if (own_ != nullptr) {
    detail::latencies(slot(operation_->forms.front()), *own_, dims, count, seconds);
    return;
  }
  for (std::size_t i = 0; i < count; ++i, dims += operation_->rank()) {
    const form_shape form = form_of(dims);
    if (const detail::loaded_table* found = table(form.position)) {
      detail::latencies(slot(form.position), *found, form.dims.data(), 1, &seconds[i]);
    } else {
      seconds[i] = detail::fall_back(*data_, setting_, question_of(dims, form), *fallbacks_)->latency.count();
    }
  }
}

calib::estimate operation_table::estimate(const std::size_t* dims) const {
  if (own_ != nullptr) return detail::evaluate(slot(operation_->forms.front()), *own_, dims);
  const form_shape form = form_of(dims);
  const detail::question asked = question_of(dims, form);
  const detail::loaded_table* const found = table(form.position);
  if (found == nullptr) {
    const detail::answer from = *detail::fall_back(*data_, setting_, asked, *fallbacks_);
    return detail::describe(from, data_->settings[setting_], {}, asked.work, format_);
  }
  const calib::estimate of_form = detail::evaluate(slot(form.position), *found, form.dims.data());
  // Other shapes may have this form too.
  const source from = of_form.source == source::measured ? source::interpolated : of_form.source;
  return detail::describe({of_form.latency, from}, *found->setting, found->facts.error, asked.work, format_);
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
