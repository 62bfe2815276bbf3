#include "runtime/evaluate.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "calib/look_up_batch.hpp"
#include "calib/look_up_grid.hpp"

namespace calib::detail {
namespace {

using profile_io::form_shape;
using profile_io::operation_facts;

/// shape_rules of a measured operation known at run time only.
struct slot_rules {
  slot_rules(std::size_t slot, const loaded_table& of_slot) noexcept
      : operation{operation_in(slot)}, format{precision_in(slot)}, table{of_slot} {}

  const operation_facts& operation;
  precision format;
  const loaded_table& table;

  template <std::size_t Rank>
  std::size_t grid(const coordinates<Rank>& dims) const noexcept {
    if (class_count(table.classes) == 0) return 0;
    return grid_of(table.classes, dims, operation.work_in(format, dims.data()));
  }
  template <std::size_t Rank>
  double held(const coordinates<Rank>& dims, const coordinates<Rank>& edge, double latency) const noexcept {
    const coordinates<Rank> sizes = with_steps_of(edge, dims, steps_among<Rank>(operation.dimensions));
    return hold_utilisation(operation.work_in(format, sizes.data()), operation.work_in(format, edge.data()), latency,
                            *table.setting, format);
  }
  template <std::size_t Rank>
  double beyond(const coordinates<Rank>& dims, const coordinates<Rank>& edge, double latency) const {
    refuse_shape(operation.name, operation.problem(format, dims.data()));
    return held(dims, edge, latency);
  }
};

template <std::size_t Rank>
coordinates<Rank> coordinates_at(const std::size_t* dims) noexcept {
  coordinates<Rank> out{};
  std::copy_n(dims, Rank, out.begin());
  return out;
}

/// What the table tells of a shape, possible or not.
template <std::size_t Rank>
answer told_at(const slot_rules& rules, const std::size_t* dims) noexcept {
  const auto at = coordinates_at<Rank>(dims);
  const loaded_table& table = rules.table;
  const std::size_t grid = rules.grid(at);
  const reading read = interpolate(table, at, grid);
  answer found{seconds{read.latency}, read.at_knot && !table.facts.fitted ? source::measured : source::interpolated};
  if (read.outside) {
    const double held = rules.held(at, clamp_to_grid(table, at), read.latency);
    found = {seconds{no_less_than_smallest<Rank>(table, grid, read.latency, held)}, source::extrapolated};
  }
  return told_by(table.facts, at, found);
}

template <std::size_t Rank>
void latencies_of(const slot_rules& rules, const std::size_t* dims, std::size_t count, double* seconds) {
  const auto dims_of = [dims](std::size_t i) { return coordinates_at<Rank>(dims + i * Rank); };
  const inner_table table{view_of_loaded(rules.table, std::make_index_sequence<Rank>{})};
  look_up_batch(table, rules, dims_of, count, seconds);
}

template <std::size_t Rank>
void latency_grid_of(const slot_rules& rules, const std::size_t* const* sizes, const std::size_t* counts,
                     double* seconds) {
  grid_sizes<Rank> each{};
  for (std::size_t axis = 0; axis < Rank; ++axis) each[axis] = {sizes[axis], counts[axis]};
  look_up_grid(view_of_loaded(rules.table, std::make_index_sequence<Rank>{}), rules, each, seconds);
}

/// Look-ups, compiled once for each number of axes.
struct rank_functions {
  answer (*told)(const slot_rules&, const std::size_t* dims) noexcept;
  void (*latencies)(const slot_rules&, const std::size_t* dims, std::size_t count, double* seconds);
  void (*latency_grid)(const slot_rules&, const std::size_t* const* sizes, const std::size_t* counts, double* seconds);
};

constexpr std::size_t ranks = [] {
  std::size_t largest = 0;
  for_each_operation<f32>([&]<class Op>() { largest = std::max(largest, rank<Op>); });
  return largest + 1;
}();

constexpr auto by_rank = []<std::size_t... Rank>(std::index_sequence<Rank...>) {
  return std::array<rank_functions, ranks>{rank_functions{told_at<Rank>, latencies_of<Rank>, latency_grid_of<Rank>}...};
}
(std::make_index_sequence<ranks>{});

}  // namespace

std::size_t slot_of_name(std::string_view operation, precision p) noexcept {
  const operation_facts* const found = profile_io::operation_called(operation);
  const bool is_measured = found != nullptr && found->lower == nullptr && found->exists(p);
  return is_measured ? slot_at(found->forms.front(), p) : slot_count;
}

answer told_by_table(std::size_t slot, const loaded_table& table, const std::size_t* dims) noexcept {
  const slot_rules rules{slot, table};
  return by_rank[rules.operation.rank()].told(rules, dims);
}

answer answer_of(const operation_facts& operation, precision p, const std::size_t* dims, const form_shape& form,
                 const loaded_table& table) {
  const answer found = told_by_table(slot_at(operation.forms[form.form], p), table, form.dims.data());
  if (found.source > source::interpolated) refuse_shape(operation.name, operation.problem(p, dims));
  if (operation.lower == nullptr) return found;
  return lowered_answer(found, *table.setting, p, [&] { return operation.work_in(p, dims); });
}

estimate evaluate(const operation_facts& operation, precision p, const std::size_t* dims, const form_shape& form,
                  const loaded_table& table) {
  const answer found = answer_of(operation, p, dims, form, table);
  return describe(found, *table.setting, table.facts.error, operation.work_in(p, dims), p);
}

void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds) {
  const slot_rules rules{slot, table};
  by_rank[rules.operation.rank()].latencies(rules, dims, count, seconds);
}

void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds) {
  const slot_rules rules{slot, table};
  by_rank[rules.operation.rank()].latency_grid(rules, sizes, counts, seconds);
}

}  // namespace calib::detail
