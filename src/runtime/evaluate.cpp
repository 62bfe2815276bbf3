#include "runtime/evaluate.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "calib/look_up_batch.hpp"
#include "calib/look_up_grid.hpp"

namespace calib::detail {
namespace {

/// What only the operation of a slot knows.
struct slot_functions {
  estimate (*evaluate)(const loaded_table&, const std::size_t* dims);
  std::size_t (*grid)(const shape_classes&, const std::size_t* dims) noexcept;
  double (*beyond)(const setting_facts&, const std::size_t* dims, const std::size_t* edge, double latency);
  cost (*work)(const std::size_t* dims) noexcept;
  work_kinds kinds;
  std::size_t rank;
};

template <Operation Op>
estimate evaluate_as(const loaded_table& table, const std::size_t* dims) {
  const Op op = from_dims<Op>(dims);
  return estimate_from(table, op, op);
}

template <Operation Op>
std::size_t grid_as(const shape_classes& classes, const std::size_t* dims) noexcept {
  return grid_of(classes, from_dims<Op>(dims));
}

template <Operation Op>
double beyond_as(const setting_facts& setting, const std::size_t* dims, const std::size_t* edge, double latency) {
  require_possible(from_dims<Op>(dims));
  return hold_utilisation(from_dims<Op>(dims), from_dims<Op>(edge), latency, setting);
}

template <Operation Op>
cost work_as(const std::size_t* dims) noexcept {
  return from_dims<Op>(dims).work();
}

/// Those of each slot.
constexpr auto functions = [] {
  std::array<slot_functions, slot_count> out{};
  for_each_type<all_precisions>([&]<class P>() {
    for_each_operation<P>([&]<class Op>() {
      out[slot_of<Op>] = {evaluate_as<Op>, grid_as<Op>, beyond_as<Op>, work_as<Op>, kinds_of_work<Op>, rank<Op>};
    });
  });
  return out;
}();

/// shape_rules of an operation known at run time only.
struct slot_rules {
  const slot_functions& of;
  const loaded_table& table;

  template <std::size_t Rank>
  std::size_t grid(const coordinates<Rank>& dims) const noexcept {
    return of.grid(table.classes, dims.data());
  }
  template <std::size_t Rank>
  double beyond(const coordinates<Rank>& dims, const coordinates<Rank>& edge, double latency) const {
    return of.beyond(*table.setting, dims.data(), edge.data(), latency);
  }
};

/// The look-ups of many shapes, compiled once for each number of axes.
struct rank_functions {
  void (*latencies)(const slot_rules&, const std::size_t* dims, std::size_t count, double* seconds);
  void (*latency_grid)(const slot_rules&, const std::size_t* const* sizes, const std::size_t* counts, double* seconds);
};

template <std::size_t Rank>
void latencies_of(const slot_rules& rules, const std::size_t* dims, std::size_t count, double* seconds) {
  const auto dims_of = [dims](std::size_t i) {
    coordinates<Rank> one{};
    std::copy_n(dims + i * Rank, Rank, one.begin());
    return one;
  };
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

constexpr std::size_t ranks = std::ranges::max(functions, {}, &slot_functions::rank).rank + 1;

constexpr auto by_rank = []<std::size_t... Rank>(std::index_sequence<Rank...>) {
  return std::array<rank_functions, ranks>{rank_functions{latencies_of<Rank>, latency_grid_of<Rank>}...};
}
(std::make_index_sequence<ranks>{});

}  // namespace

std::size_t slot_of_name(std::string_view operation, precision p) noexcept {
  std::size_t slot = slot_count;
  visit_operation(operation, p, [&]<class Op>() { slot = slot_of<Op>; });
  return slot;
}

estimate evaluate(std::size_t slot, const loaded_table& table, const std::size_t* dims) {
  return functions[slot].evaluate(table, dims);
}

cost work_in(std::size_t slot, const std::size_t* dims) noexcept { return functions[slot].work(dims); }

work_kinds kinds_in(std::size_t slot) noexcept { return functions[slot].kinds; }

void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds) {
  by_rank[functions[slot].rank].latencies({functions[slot], table}, dims, count, seconds);
}

void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds) {
  by_rank[functions[slot].rank].latency_grid({functions[slot], table}, sizes, counts, seconds);
}

}  // namespace calib::detail
