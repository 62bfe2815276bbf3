#pragma once
/// What answers for one operation in one precision and setting: its table; the tables of the forms that carry it out;
/// or the fallbacks. Answers are those of loaded_profile for the same operation.

#include <array>
#include <cstddef>
#include <span>

#include "calib/detail/question.hpp"
#include "calib/fallback_list.hpp"
#include "profile_io/operation_facts.hpp"
#include "runtime/evaluate.hpp"
#include "runtime/loaded_data.hpp"

namespace calib::c_api {

/// Points into `data` and `fallbacks`, which must outlive it.
class operation_table {
 public:
  operation_table(const detail::loaded_data& data, const profile_io::operation_facts& operation, precision format,
                  std::size_t setting, const fallback_list& fallbacks);

  [[nodiscard]] const profile_io::operation_facts& operation() const noexcept { return *operation_; }
  [[nodiscard]] precision format() const noexcept { return format_; }

  /// Whether it answers any shape, and whether it answers this one.
  [[nodiscard]] bool answers_any() const noexcept { return answers_any_; }
  [[nodiscard]] bool answers(const std::size_t* dims) const;

  [[nodiscard]] bool answers_all() const noexcept { return answers_all_; }

  /// Whether shapes of such sizes, in whichever dimensions, need no closer look: a few comparisons, as most do not.
  [[nodiscard]] bool surely_possible(std::span<const std::size_t> sizes) const noexcept;
  /// Why there is no such shape (op/problem.hpp); null where there is.
  [[nodiscard]] const char* problem(const std::size_t* dims) const noexcept;

  /// Of shapes that it answers; `dims` are rows, one for each shape.
  void latencies(const std::size_t* dims, std::size_t count, double* seconds) const;
  [[nodiscard]] calib::estimate estimate(const std::size_t* dims) const;
  void latency_grid(const std::size_t* const* sizes, const std::size_t* counts, double* seconds) const;

 private:
  [[nodiscard]] std::size_t slot(std::size_t position) const noexcept { return detail::slot_at(position, format_); }
  [[nodiscard]] const detail::loaded_table* table(std::size_t position) const noexcept {
    return data_->table(slot(position), setting_);
  }
  [[nodiscard]] bool answers_form(std::size_t position) const;
  [[nodiscard]] detail::question question_of(const std::size_t* dims,
                                             const profile_io::form_shape& form) const noexcept;

  const detail::loaded_data* data_;
  const profile_io::operation_facts* operation_;
  precision format_;
  std::size_t setting_;
  const fallback_list* fallbacks_;
  const detail::loaded_table* own_;  ///< null for a lowered operation, and where a fallback answers
  bool answers_any_;
  bool answers_all_;
};

/// Calls f(dims) for every combination of sizes, the last dimension fastest, until it returns false; whether none did.
template <class F>
bool for_each_combination(std::size_t rank, const std::size_t* const* sizes, const std::size_t* counts, F&& f) {
  std::array<std::size_t, profile_io::largest_rank> at{};
  std::array<std::size_t, profile_io::largest_rank> dims{};
  for (std::size_t d = 0; d < rank; ++d) {
    if (counts[d] == 0) return true;
    dims[d] = sizes[d][0];
  }
  for (;;) {
    if (!f(dims.data())) return false;
    std::size_t d = rank;
    while (d > 0 && ++at[d - 1] == counts[d - 1]) {
      --d;
      at[d] = 0;
      dims[d] = sizes[d][0];
    }
    if (d == 0) return true;
    dims[d - 1] = sizes[d - 1][at[d - 1]];
  }
}

}  // namespace calib::c_api
