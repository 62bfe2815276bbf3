#pragma once
/// The run-time twin of the mapper: a profile read from JSON, asked the same questions, giving the same answers.
///
///   const loaded_profile p = load_profile("host.json");                        // or a shipped one: "nvidia_t4"
///   p.latency(op::gemm<f32>{.m = 64, .n = 64, .k = 64});                        // in the profile's default setting
///   const auto gemm = p.table<op::gemm<f32>>("openblas_2t_warm");               // for many shapes: found once
///   gemm.latency({.m = 64, .n = 64, .k = 64});
///   gemm.latencies(shapes, seconds);                                            // asked at once
///
/// A loaded profile never changes, so any number of threads may ask it at once; copies share what was read. A question
/// to a bound table costs a few nanoseconds; to the profile, a search among its few settings more; by name, a search
/// among all operations too. Link with calib::calib.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "calib/data_folder.h"
#include "calib/detail/inline.hpp"
#include "calib/detail/question.hpp"
#include "calib/estimate.hpp"
#include "calib/fallback_list.hpp"
#include "calib/inner_table.hpp"
#include "calib/look_up.hpp"
#include "calib/look_up_batch.hpp"
#include "calib/look_up_grid.hpp"
#include "calib/many_shapes.hpp"
#include "calib/no_answer.hpp"
#include "calib/op/list.hpp"
#include "calib/profile_error.hpp"

namespace calib {

namespace detail {

struct loaded_data;  // what a file held: in src/, so that no JSON library is seen here

/// Made once: a list of its own would cost each look-up its destruction.
inline const fallback_list no_fallbacks;

/// A table that a loaded profile owns.
struct loaded_table {
  const axis_view* axes;  ///< one for each dimension of its operation
  const double* latency;
  shape_classes classes;
  table_facts facts;
  const setting_facts* setting;
};

/// interpolate and clamp_to_grid of table.hpp for such a table, compiled once for each number of axes. Inlined, as they
/// are where a table is compiled in, they would be there hundreds of times: for each operation in each precision.
template <std::size_t Rank>
reading interpolate(const loaded_table& table, const coordinates<Rank>& where, std::size_t grid) noexcept;
template <std::size_t Rank>
coordinates<Rank> clamp_to_grid(const loaded_table& table, const coordinates<Rank>& where) noexcept;

inline constexpr std::size_t operation_count = op::all<f32>::size;
inline constexpr std::size_t slot_count = precision_count * operation_count;

/// The position of the operation of this name among those in one format.
constexpr std::size_t position_called(std::string_view name) noexcept {
  std::size_t position = 0, found = operation_count;
  for_each_operation<f32>([&]<class Op>() {
    if (Op::name == name) found = position;
    ++position;
  });
  return found;
}

/// The number of an operation type among all operations in all precisions; slot_count if it is not one of them.
template <Operation Op>
inline constexpr std::size_t slot_of = [] {
  using listed = op::all<typename Op::precision_type>;
  constexpr std::size_t position = position_in<Op>(listed{});
  if (position == listed::size) return slot_count;
  constexpr std::size_t first = static_cast<std::size_t>(precision_of<Op>) * operation_count;
  return first + (is_pair(precision_of<Op>) ? position_called(Op::name) : position);
}();

template <std::size_t... I>
CALIB_INLINE table_view<sizeof...(I)> view_of_loaded(const loaded_table& table, std::index_sequence<I...>) noexcept {
  return {{table.axes[I]...}, table.latency, table.classes};
}

template <Operation Op>
CALIB_INLINE answer answer_from(const loaded_table& table, const Op& op) noexcept {
  return told_by(table.facts, op.dims(), look_up(table, table.facts.fitted, *table.setting, op));
}

/// The estimate of `op`, which is carried out as `form`, whose `table` this is.
template <Operation Op, Measured Form>
CALIB_INLINE estimate estimate_from(const loaded_table& table, const Op& op, const Form& form) {
  return describe(answer_to(op, answer_from(table, form), *table.setting), *table.setting, table.facts.error, op);
}

template <Operation Op, Measured Form>
question question_of(const Op& op, const Form& form, const coordinates<rank<Form>>& dims) noexcept {
  return {.operation = Op::name,
          .form = Form::name,
          .format = precision_of<Form>,
          .work = op.work(),
          .form_work = form.work(),
          .kinds = kinds_of_work<Form>,
          .slot = slot_of<Form>,
          .dims = dims.data()};
}

}  // namespace detail

/// A table of a loaded profile, found once and asked often. It keeps alive what it reads. A lowered operation has no
/// table; those of its forms can be bound.
template <Measured Op>
class bound_table {
 public:
  bound_table(const detail::loaded_table& table, std::shared_ptr<const detail::loaded_data> owner) noexcept
      : inner_{detail::view_of_loaded(table, std::make_index_sequence<rank<Op>>{})},
        table_{&table},
        owner_{std::move(owner)} {}
  // Copied where it could be moved: what was moved from would have no table.
  bound_table(const bound_table&) = default;
  bound_table& operator=(const bound_table&) = default;
  ~bound_table() = default;

  /// Seconds the operation takes. Throws impossible_shape, as all functions here.
  [[nodiscard]] seconds latency(const Op& op) const {
    const auto dims = op.dims();
    if (inner_.holds(dims)) [[likely]]
      return seconds{inner_.latency(dims, grid_of(inner_.view.classes, op))};
    return answer_for(op).latency;
  }

  /// Seconds of each of many shapes, as latency() gives them, in less time where shapes come by the hundred. Throws
  /// shape_count_error.
  void latencies(std::span<const Op> shapes, std::span<seconds> out) const {
    detail::check_places(shapes.size(), out.size());
    const auto dims_of = [shapes](std::size_t i) { return shapes[i].dims(); };
    detail::look_up_batch(inner_, rules(), dims_of, out.size(), out.data());
  }

  /// Seconds of every combination of sizes, in row-major order, the last dimension fastest: latency_grid({ms, ns, ks},
  /// out). Throws shape_count_error.
  void latency_grid(const grid_sizes<rank<Op>>& sizes, std::span<seconds> out) const {
    detail::check_places(detail::shapes_in(sizes), out.size());
    detail::look_up_grid(inner_.view, rules(), sizes, out.data());
  }

  /// Latency with what follows from it.
  [[nodiscard]] calib::estimate estimate(const Op& op) const {
    return detail::describe(answer_for(op), setting(), facts().error, op);
  }

  [[nodiscard]] const table_facts& facts() const noexcept { return table_->facts; }
  [[nodiscard]] const setting_facts& setting() const noexcept { return *table_->setting; }

 private:
  CALIB_INLINE detail::answer answer_for(const Op& op) const {
    const auto found = detail::look_up(inner_.view, table_->facts.fitted, *table_->setting, op);
    return detail::answer_to(op, detail::told_by(table_->facts, op.dims(), found), setting());
  }
  detail::shape_rules<Op> rules() const noexcept { return {inner_.view.classes, *table_->setting}; }

  detail::inner_table<rank<Op>> inner_;
  const detail::loaded_table* table_;
  std::shared_ptr<const detail::loaded_data> owner_;
};

/// A profile in memory. An empty `setting` always means the profile's default. Where there is no table, the first of
/// the `fallbacks` that has an answer gives it, and the answer's step tells which. A profile that has peaks and no
/// tables answers everything by its roofline where no fallback is named, and says so in each answer's source.
class loaded_profile {
 public:
  explicit loaded_profile(std::shared_ptr<const detail::loaded_data> data) noexcept;
  // Copied where it could be moved: copies are cheap, and what was moved from would have no data.
  loaded_profile(const loaded_profile&) = default;
  loaded_profile& operator=(const loaded_profile&) = default;
  ~loaded_profile() = default;

  [[nodiscard]] std::string_view id() const noexcept;
  [[nodiscard]] std::string_view name() const noexcept;
  [[nodiscard]] std::span<const setting_facts> settings() const noexcept;
  [[nodiscard]] const setting_facts& default_setting() const noexcept;

  /// The facts of a setting. Throws no_table_error{unknown_setting}.
  [[nodiscard]] const setting_facts& setting(std::string_view id) const;

  /// Seconds the operation takes. Throws no_table_error and impossible_shape.
  template <Operation Op>
  [[nodiscard]] seconds latency(const Op& op, std::string_view setting = {},
                                const fallback_list& fallbacks = detail::no_fallbacks) const {
    return detail::with_form(op, [&]<Operation Form>(const Form& form) {
      const detail::loaded_table* table = lookup(detail::slot_of<Form>, setting);
      if (table != nullptr) {
        return detail::answer_to(op, detail::answer_from(*table, form), *table->setting).latency;
      }
      detail::require_possible(op);
      const auto dims = form.dims();
      return fall_back(detail::question_of(op, form, dims), setting, fallbacks).latency;
    });
  }

  /// Latency with efficiency, rates, bound, source, step and error band. Throws no_table_error and
  /// impossible_shape.
  template <Operation Op>
  [[nodiscard]] calib::estimate estimate(const Op& op, std::string_view setting = {},
                                         const fallback_list& fallbacks = detail::no_fallbacks) const {
    return detail::with_form(op, [&]<Operation Form>(const Form& form) {
      const detail::loaded_table* table = lookup(detail::slot_of<Form>, setting);
      if (table != nullptr) return detail::estimate_from(*table, op, form);
      detail::require_possible(op);
      const auto dims = form.dims();
      return estimate_without_table(detail::question_of(op, form, dims), setting, fallbacks);
    });
  }

  /// The same, or nothing where it would throw.
  template <Operation Op>
  [[nodiscard]] std::optional<calib::estimate> try_estimate(
      const Op& op, std::string_view setting = {},
      const fallback_list& fallbacks = detail::no_fallbacks) const noexcept {
    if (!op.valid()) return std::nullopt;
    return detail::with_form(op, [&]<Operation Form>(const Form& form) -> std::optional<calib::estimate> {
      const detail::loaded_table* table = lookup(detail::slot_of<Form>, setting);
      if (table != nullptr) return detail::estimate_from(*table, op, form);
      const auto dims = form.dims();
      return try_without_table(detail::question_of(op, form, dims), setting, fallbacks);
    });
  }

  /// By name, for programs that learn the operation at run time: estimate("gemm", precision::f32, dims), with the
  /// dimensions in the order of the operation's members; the last ones may be left out where they have defaults. Throws
  /// no_table_error and impossible_shape.
  [[nodiscard]] calib::estimate estimate(std::string_view operation, precision p, std::span<const std::size_t> dims,
                                         std::string_view setting = {},
                                         const fallback_list& fallbacks = detail::no_fallbacks) const;

  /// Whether there is a table; for a lowered operation, one of each form.
  template <Operation Op>
  [[nodiscard]] bool has(std::string_view setting = {}) const noexcept {
    return detail::every_form<Op>([&]<Operation Form>() { return lookup(detail::slot_of<Form>, setting) != nullptr; });
  }
  [[nodiscard]] bool contains(std::string_view operation, precision p, std::string_view setting = {}) const noexcept;

  /// A table to be asked often. Throws no_table_error.
  template <Measured Op>
  [[nodiscard]] bound_table<Op> table(std::string_view setting = {}) const {
    return {get<Op>(setting), data_};
  }

  /// The same, or nothing where there is no table.
  template <Measured Op>
  [[nodiscard]] std::optional<bound_table<Op>> find(std::string_view setting = {}) const noexcept {
    const detail::loaded_table* table = lookup(detail::slot_of<Op>, setting);
    if (table == nullptr) return std::nullopt;
    return bound_table<Op>{*table, data_};
  }

  /// The table in a slot (detail::slot_of), or null.
  [[nodiscard]] const detail::loaded_table* find_table(std::size_t slot, std::string_view setting) const noexcept {
    return lookup(slot, setting);
  }

 private:
  /// The table in a slot, or null. A search among the settings, none for the default one; then two loads.
  [[nodiscard]] const detail::loaded_table* lookup(std::size_t slot, std::string_view setting) const noexcept;

  /// The answer where lookup() gave nothing: by the first fallback that has one. Throws no_table_error.
  [[nodiscard]] detail::answer fall_back(const detail::question& asked, std::string_view setting,
                                         const fallback_list& fallbacks) const;
  [[nodiscard]] calib::estimate estimate_without_table(const detail::question& asked, std::string_view setting,
                                                       const fallback_list& fallbacks) const;
  [[nodiscard]] std::optional<calib::estimate> try_without_table(const detail::question& asked,
                                                                 std::string_view setting,
                                                                 const fallback_list& fallbacks) const noexcept;

  /// Says why lookup() gave nothing.
  [[noreturn]] void refuse(std::string_view operation, precision p, std::string_view setting) const;

  friend class fallback_step;

  template <Operation Op>
  const detail::loaded_table& get(std::string_view setting) const {
    const detail::loaded_table* table = lookup(detail::slot_of<Op>, setting);
    if (table == nullptr) refuse(Op::name, precision_of<Op>, setting);
    return *table;
  }

  std::shared_ptr<const detail::loaded_data> data_;
};

/// The profile in a JSON file, or the shipped one with this id: a word that is no file and has no '/' or '.' is an id,
/// looked for in data_folder/profiles. Throws profile_error, whose what() names the file, the place (a JSON pointer)
/// and the remedy; for an id that is none, the folder and the nearest id.
[[nodiscard]] loaded_profile load_profile(const std::filesystem::path& file_or_id,
                                          const std::filesystem::path& data_folder = CALIB_DATA_FOLDER);

/// The profile that `json` describes; `name` stands for the file in messages. Throws as load_profile.
[[nodiscard]] loaded_profile parse_profile(std::string_view json, std::string_view name = "profile");

}  // namespace calib
