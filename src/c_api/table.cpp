/// Tables of the C interface: found once, asked for one shape, many, or a grid.

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "c_api/c_api.hpp"
#include "c_api/operations.hpp"
#include "profile_io/operations.hpp"

static_assert(static_cast<int>(calib::bound::unknown) == CALIB_UNKNOWN_BOUND);
static_assert(static_cast<int>(calib::source::roofline) == CALIB_ROOFLINE);

namespace calib::c_api {
namespace {

/// Asks the profile, which throws: it says best why there is no answer.
calib_status refuse(const calib_profile& profile, const operation_table& table, std::span<const std::size_t> dims) {
  (void)profile.profile.estimate(table.operation().name, table.format(), dims, profile.only_setting_id(),
                                 profile.fallbacks->fallbacks);
  return fail(CALIB_INTERNAL, "calib's two ways to find a table disagree; please report it");
}

/// The same for the shape at `row` of `count`.
calib_status refuse_row(const calib_profile& profile, const operation_table& table, const std::size_t* dims,
                        std::size_t row, std::size_t count) {
  const std::span<const std::size_t> shape{dims + row * table.operation().rank(), table.operation().rank()};
  if (count == 1) return refuse(profile, table, shape);
  try {
    return refuse(profile, table, shape);
  } catch (const no_table_error& e) {
    return fail(status_of(e.why()), "shape " + std::to_string(row) + " (counted from 0): " + e.what());
  }
}

/// Refuses the shape at `row` of `count`, since there is no such shape.
calib_status refuse_shape(const operation_table& table, const char* why, std::size_t row, std::size_t count) {
  const std::string where = count == 1 ? "" : "shape " + std::to_string(row) + " (counted from 0): ";
  return fail(CALIB_IMPOSSIBLE_SHAPE, where + std::string{table.operation().name} + ": " + why);
}

/// CALIB_OK where every shape has an answer.
calib_status check_shapes(const calib_profile& profile, const operation_table& table, const std::size_t* dims,
                          std::size_t shape_count, std::size_t dim_count) {
  const std::size_t rank = table.operation().rank();
  if (dim_count != rank) return refuse(profile, table, {dims, dim_count});
  for (std::size_t i = 0; i < shape_count; ++i) {
    if (const char* const why = table.problem(dims + i * rank)) return refuse_shape(table, why, i, shape_count);
    if (!table.answers(dims + i * rank)) return refuse_row(profile, table, dims, i, shape_count);
  }
  return CALIB_OK;
}

/// CALIB_BAD_ARGUMENT where a pointer is missing.
calib_status check_pointers(const calib_table* table, const std::size_t* dims, std::size_t shape_count,
                            std::size_t dim_count, const void* out, std::string_view out_name) noexcept {
  if (table == nullptr) return null_argument("table");
  if (dims == nullptr && shape_count > 0 && dim_count > 0) return null_argument("dims");
  if (out == nullptr && shape_count > 0) return null_argument(out_name);
  return CALIB_OK;
}

/// The same for a grid, of as many dimensions as the table has.
calib_status check_grid_pointers(const std::size_t* const* sizes, const std::size_t* counts, std::size_t rank,
                                 const double* seconds) {
  if (rank > 0 && sizes == nullptr) return null_argument("sizes");
  if (rank > 0 && counts == nullptr) return null_argument("counts");
  bool any = true;
  for (std::size_t d = 0; d < rank; ++d) {
    if (counts[d] > 0 && sizes[d] == nullptr) return null_argument("sizes[" + std::to_string(d) + "]");
    any = any && counts[d] > 0;
  }
  return any && seconds == nullptr ? null_argument("seconds") : CALIB_OK;
}

calib_status answer_grid(const calib_profile& profile, const operation_table& table, const std::size_t* const* sizes,
                         const std::size_t* counts, std::size_t dim_count, double* seconds) {
  const std::size_t rank = table.operation().rank();
  if (dim_count != rank) {
    return fail(CALIB_WRONG_RANK, std::string{table.operation().name} + " has " + std::to_string(rank) +
                                      " dimensions, found " + std::to_string(dim_count) + "; give sizes of each");
  }
  calib_status status = check_grid_pointers(sizes, counts, rank, seconds);
  if (status != CALIB_OK) return status;
  bool checked = table.answers_all();
  for (std::size_t d = 0; d < rank && checked; ++d) checked = table.surely_possible({sizes[d], counts[d]});
  if (!checked) {
    for_each_combination(rank, sizes, counts, [&](const std::size_t* dims) {
      status = check_shapes(profile, table, dims, 1, rank);
      return status == CALIB_OK;
    });
  }
  if (status == CALIB_OK) table.latency_grid(sizes, counts, seconds);
  return status;
}

/// Rows of as many numbers as the operation has dimensions: those of the caller, or copies with the defaults of the
/// last dimensions, where it leaves them out.
class complete_rows {
 public:
  complete_rows(const operation_table& table, const std::size_t* dims, std::size_t count, std::size_t dim_count)
      : first_{dims}, rank_{table.operation().rank()} {
    if (dim_count >= rank_) return;
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = profile_io::with_defaults(table.operation(), {dims + i * dim_count, dim_count});
      if (row.size() != rank_) return;
      own_.insert(own_.end(), row.begin(), row.end());
    }
    first_ = own_.data();
  }
  [[nodiscard]] const std::size_t* first() const noexcept { return first_; }
  /// The numbers of a row: not the rank where there are too many or too few.
  [[nodiscard]] std::size_t dim_count(std::size_t given) const noexcept { return own_.empty() ? given : rank_; }

 private:
  const std::size_t* first_;
  std::size_t rank_;
  std::vector<std::size_t> own_;
};

}  // namespace

calib_estimate_result result_of(const estimate& e) noexcept {
  return {.latency_s = e.latency.count(),
          .efficiency = e.efficiency,
          .flops_per_s = e.achieved_flops.value,
          .bytes_per_s = e.achieved_bandwidth.value,
          .bound = static_cast<calib_bound>(e.bound),
          .source = static_cast<calib_source>(e.source),
          .error_median = e.error.median,
          .error_p95 = e.error.p95,
          .error_count = e.error.count,
          .step = e.step};
}

calib_status answer_latencies(const calib_profile& profile, const operation_table& table, const std::size_t* dims,
                              std::size_t shape_count, std::size_t dim_count, double* seconds) {
  const complete_rows rows{table, dims, shape_count, dim_count};
  const calib_status status = check_shapes(profile, table, rows.first(), shape_count, rows.dim_count(dim_count));
  if (status == CALIB_OK) table.latencies(rows.first(), shape_count, seconds);
  return status;
}

calib_status answer_estimates(const calib_profile& profile, const operation_table& table, const std::size_t* dims,
                              std::size_t shape_count, std::size_t dim_count, calib_estimate_result* results) {
  const complete_rows rows{table, dims, shape_count, dim_count};
  const calib_status status = check_shapes(profile, table, rows.first(), shape_count, rows.dim_count(dim_count));
  if (status != CALIB_OK) return status;
  const std::size_t rank = table.operation().rank();
  for (std::size_t i = 0; i < shape_count; ++i) results[i] = result_of(table.estimate(rows.first() + i * rank));
  return CALIB_OK;
}

}  // namespace calib::c_api

namespace c_api = calib::c_api;

calib_status calib_table_open(const calib_profile* profile, const char* operation, calib_precision precision,
                              const char* setting, calib_table** table) {
  if (operation == nullptr) return c_api::null_argument("operation");
  if (table == nullptr) return c_api::null_argument("table");
  const auto format = c_api::enumerator(precision, calib::precision_count);
  if (!format) {
    return c_api::fail(CALIB_BAD_ARGUMENT, "this is no calib_precision; pass one of its enumerators, as CALIB_F32");
  }
  return c_api::with_profile(profile, [&](const calib_profile& p) {
    const calib::profile_io::operation_facts& asked = c_api::operation_called(operation);
    const std::size_t position = setting == nullptr ? p.setting() : p.data->position_of(p.profile.setting(setting).id);
    const c_api::operation_table found{*p.data, asked, static_cast<calib::precision>(*format), position,
                                       p.fallbacks->fallbacks};
    const calib_profile in_setting{p.data, p.data->profile.settings[position].id, p.fallbacks};
    if (!found.answers_any()) {  // whatever the shape: of the smallest, the sizes without a default
      const auto needed = static_cast<std::size_t>(std::ranges::count(asked.has_default, false));
      return c_api::refuse(in_setting, found, std::vector<std::size_t>(needed, 1));
    }
    *table = new calib_table{in_setting, found};
    return CALIB_OK;
  });
}

void calib_table_free(calib_table* table) { delete table; }

size_t calib_table_rank(const calib_table* table) { return table == nullptr ? 0 : table->table.operation().rank(); }

calib_status calib_table_latencies(const calib_table* table, const size_t* dims, size_t shape_count, size_t dim_count,
                                   double* seconds) {
  const calib_status status = c_api::check_pointers(table, dims, shape_count, dim_count, seconds, "seconds");
  if (status != CALIB_OK) return status;
  return c_api::guarded(
      [&] { return c_api::answer_latencies(table->profile, table->table, dims, shape_count, dim_count, seconds); });
}

calib_status calib_table_estimates(const calib_table* table, const size_t* dims, size_t shape_count, size_t dim_count,
                                   calib_estimate_result* results) {
  const calib_status status = c_api::check_pointers(table, dims, shape_count, dim_count, results, "results");
  if (status != CALIB_OK) return status;
  return c_api::guarded(
      [&] { return c_api::answer_estimates(table->profile, table->table, dims, shape_count, dim_count, results); });
}

calib_status calib_table_latency(const calib_table* table, const size_t* dims, size_t dim_count, double* seconds) {
  return calib_table_latencies(table, dims, 1, dim_count, seconds);
}

calib_status calib_table_latency_grid(const calib_table* table, const size_t* const* sizes, const size_t* counts,
                                      size_t dim_count, double* seconds) {
  if (table == nullptr) return c_api::null_argument("table");
  return c_api::guarded(
      [&] { return c_api::answer_grid(table->profile, table->table, sizes, counts, dim_count, seconds); });
}

calib_status calib_table_estimate(const calib_table* table, const size_t* dims, size_t dim_count,
                                  calib_estimate_result* result) {
  if (result == nullptr) return c_api::null_argument("result");
  return calib_table_estimates(table, dims, 1, dim_count, result);
}
