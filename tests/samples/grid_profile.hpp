#pragma once
/// The profile that the look-up benchmarks ask: f32 gemm tables of 14 knots an axis, their latencies computed from a
/// cost formula, so that the benchmark needs no measurement and is the same everywhere. One is plain, one has all that
/// a table may have besides: phases, classes, and knots beyond what was measured.

#include <cstddef>

#include "calib/op/gemm.hpp"
#include "calib/profile.hpp"
#include "tests/samples/gemm_cost.hpp"

namespace calib {

namespace bench {

inline constexpr std::size_t knots_per_axis = 14;
inline constexpr std::size_t grid_points = knots_per_axis * knots_per_axis * knots_per_axis;
inline constexpr double largest = 3072;

}  // namespace bench

namespace setting {
struct computed_1t_warm;
struct corrected_1t_warm;
}  // namespace setting

namespace profiles {

struct bench_grid {
  static constexpr int schema = schema_version;
  static constexpr std::string_view id = "bench_grid";
  static constexpr std::string_view name = "A cost formula, for benchmarks";
  using default_setting = setting::computed_1t_warm;
  using settings = type_list<setting::computed_1t_warm, setting::corrected_1t_warm>;
  using tables = type_list<table_key<op::gemm<f32>, setting::computed_1t_warm>,
                           table_key<op::gemm<f32>, setting::corrected_1t_warm>>;
};

}  // namespace profiles

template <>
struct setting_of<profiles::bench_grid, setting::computed_1t_warm> {
  static constexpr setting_facts facts{.id = "computed_1t_warm",
                                       .backend = "computed",
                                       .version = "1",
                                       .threads = 1,
                                       .cache = cache_state::warm,
                                       .peaks = {.flops_per_s = {0, 6e10}, .bandwidth_bytes_per_s = 1e10},
                                       .overhead = seconds{1e-7}};
};

template <>
struct setting_of<profiles::bench_grid, setting::corrected_1t_warm>
    : setting_of<profiles::bench_grid, setting::computed_1t_warm> {};

template <>
struct table<profiles::bench_grid, op::gemm<f32>, setting::computed_1t_warm> {
  static constexpr table_facts facts{};
  static constexpr double m[] = {1, 2, 4, 8, 12, 24, 48, 96, 192, 384, 768, 1536, 2304, 3072};
  using axes = axis_list<m, m, m>;
  static constexpr auto computed = sample::gemm_latencies(m, m, m);
  static constexpr const double (&latency)[bench::grid_points] = computed.values;
};

template <>
struct table<profiles::bench_grid, op::gemm<f32>, setting::corrected_1t_warm> {
  static constexpr table_facts facts{.fitted = true};
  static constexpr double m[] = {2, 4, 8, 16, 24, 48, 96, 192, 384, 768, 1152, 1536, 2304, 3072};
  static constexpr double n[] = {16, 32, 48, 64, 96, 128, 192, 384, 768, 1152, 1536, 2048, 2304, 3072};
  static constexpr double k[] = {1, 2, 4, 8, 24, 48, 96, 192, 384, 768, 1536, 2304, 3072, 12288};
  using axes = axis_list<m, n, k>;
  static constexpr axis_phase phases[] = {{.period = 4, .weight = 0.5}, {.period = 16, .weight = 1.0}, {}};
  static constexpr axis_range measured[] = {{}, {}, {.first = 1, .last = 3072}};
  static constexpr shape_classes classes{shape_class{.rule = class_rule::multiple_of, .amount = 16, .axis = 1},
                                         shape_class{.rule = class_rule::flops_above, .amount = 2'000'000}};
  static constexpr auto computed = sample::gemm_latencies<4>(m, n, k);
  static constexpr const double (&latency)[4 * bench::grid_points] = computed.values;
};

}  // namespace calib
