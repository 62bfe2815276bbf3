#pragma once
/// The profile that the look-up benchmarks ask: one f32 gemm table of 14 knots an axis, its latencies computed from a
/// cost formula, so that the benchmark needs no measurement and is the same everywhere.

#include <cstddef>

#include "calib/op/gemm.hpp"
#include "calib/profile.hpp"

namespace calib {

namespace bench {

inline constexpr std::size_t knots_per_axis = 14;
inline constexpr std::size_t grid_points = knots_per_axis * knots_per_axis * knots_per_axis;
inline constexpr double largest = 3072;

/// Spaced as a calibration spaces them: close at small sizes, then three times powers of two.
struct grid {
  double latency[grid_points];
};

template <std::size_t Size>
constexpr grid computed_latencies(const double (&knots)[Size]) {
  static_assert(Size == knots_per_axis);
  grid made{};
  std::size_t next = 0;
  for (const double m : knots) {
    for (const double n : knots) {
      for (const double k : knots)
        made.latency[next++] = 1e-7 + 2 * m * n * k / 6e10 + 4 * (m * k + k * n + m * n) / 1e10;
    }
  }
  return made;
}

}  // namespace bench

namespace setting {
struct computed_1t_warm;
}

namespace profiles {

struct bench_grid {
  static constexpr int schema = schema_version;
  static constexpr std::string_view id = "bench_grid";
  static constexpr std::string_view name = "A cost formula, for benchmarks";
  using default_setting = setting::computed_1t_warm;
  using settings = type_list<setting::computed_1t_warm>;
  using tables = type_list<table_key<op::gemm<f32>, setting::computed_1t_warm>>;
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
struct table<profiles::bench_grid, op::gemm<f32>, setting::computed_1t_warm> {
  static constexpr table_facts facts{};
  static constexpr double m[] = {1, 2, 4, 8, 12, 24, 48, 96, 192, 384, 768, 1536, 2304, 3072};
  using axes = axis_list<m, m, m>;
  static constexpr bench::grid computed = bench::computed_latencies(m);
  static constexpr const double (&latency)[bench::grid_points] = computed.latency;
};

}  // namespace calib
