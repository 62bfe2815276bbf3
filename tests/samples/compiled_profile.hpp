#pragma once
/// Two profiles written by hand, in the form in which generated headers hold theirs, for the tests of the core.
///
/// sample_box, setting sample_1t_warm:
///   gemm f32          uneven knots, neighbours among them; every latency is the cost gemm_seconds()
///   batched_gemm f32  four dimensions, the same cost times the batch
///   linear f32        a single knot in m
///   copy f64          one dimension, literal latencies that never fall
///   dispatch f32      no dimension
/// sample_box, setting sample_2t_cold: gemm f32, fitted to scattered measurements.
/// other_box: gemm f32 and gemm f64, and nothing known of its peaks.

#include <cstddef>

#include "calib/op/dispatch.hpp"
#include "calib/op/gemm.hpp"
#include "calib/op/memory.hpp"
#include "calib/profile.hpp"
#include "tests/samples/gemm_cost.hpp"

namespace calib {

namespace sample {

inline constexpr double overhead_s = 1e-7;
inline constexpr double peak_f64 = 50e9;
inline constexpr double peak_f32 = 100e9;
inline constexpr double bandwidth = 20e9;

template <std::size_t B, std::size_t Size>
constexpr latencies<B * Size> batched_latencies(const double (&batches)[B], const latencies<Size>& one) {
  latencies<B * Size> made{};
  std::size_t next = 0;
  for (const double batch : batches) {
    for (const double latency : one.values) made.values[next++] = batch * latency;
  }
  return made;
}

}  // namespace sample

namespace setting {
struct sample_1t_warm;
struct sample_2t_cold;
}  // namespace setting

namespace profiles {

struct sample_box {
  static constexpr int schema = schema_version;
  static constexpr std::string_view id = "sample_box";
  static constexpr std::string_view name = "A box for tests";
  using default_setting = setting::sample_1t_warm;
  using settings = type_list<setting::sample_1t_warm, setting::sample_2t_cold>;
  using tables = type_list<
      table_key<op::batched_gemm<f32>, setting::sample_1t_warm>, table_key<op::copy<f64>, setting::sample_1t_warm>,
      table_key<op::dispatch<f32>, setting::sample_1t_warm>, table_key<op::gemm<f32>, setting::sample_1t_warm>,
      table_key<op::gemm<f32>, setting::sample_2t_cold>, table_key<op::linear<f32>, setting::sample_1t_warm>>;
};

struct other_box {
  static constexpr int schema = schema_version;
  static constexpr std::string_view id = "other_box";
  static constexpr std::string_view name = "Another box for tests";
  using default_setting = setting::sample_1t_warm;
  using settings = type_list<setting::sample_1t_warm>;
  using tables =
      type_list<table_key<op::gemm<f64>, setting::sample_1t_warm>, table_key<op::gemm<f32>, setting::sample_1t_warm>>;
};

}  // namespace profiles

template <>
struct setting_of<profiles::sample_box, setting::sample_1t_warm> {
  static constexpr setting_facts facts{
      .id = "sample_1t_warm",
      .backend = "sample",
      .version = "1.0",
      .threads = 1,
      .cache = cache_state::warm,
      .peaks = {.flops_per_s = {sample::peak_f64, sample::peak_f32}, .bandwidth_bytes_per_s = sample::bandwidth},
      .overhead = seconds{sample::overhead_s}};
};

template <>
struct setting_of<profiles::sample_box, setting::sample_2t_cold> {
  static constexpr setting_facts facts{.id = "sample_2t_cold",
                                       .backend = "sample",
                                       .version = "1.0",
                                       .threads = 2,
                                       .cache = cache_state::cold,
                                       .peaks = {.flops_per_s = {100e9, 200e9}, .bandwidth_bytes_per_s = 25e9},
                                       .overhead = seconds{0}};
};

template <>
struct setting_of<profiles::other_box, setting::sample_1t_warm> {
  static constexpr setting_facts facts{.id = "sample_1t_warm",
                                       .backend = "sample",
                                       .version = "2.0",
                                       .threads = 1,
                                       .cache = cache_state::warm,
                                       .peaks = {},
                                       .overhead = seconds{0}};
};

template <>
struct table<profiles::sample_box, op::gemm<f32>, setting::sample_1t_warm> {
  static constexpr table_facts facts{.grade = 'B', .error = {.median = 0.04, .p95 = 0.15, .count = 120}};
  static constexpr double m[] = {1, 3, 16, 128, 129, 1024};
  static constexpr double n[] = {8, 48, 1000};
  static constexpr double k[] = {1, 64, 65, 4096};
  using axes = axis_list<m, n, k>;
  static constexpr auto computed = sample::gemm_latencies(m, n, k);
  static constexpr const double (&latency)[6 * 3 * 4] = computed.values;
};

template <>
struct table<profiles::sample_box, op::batched_gemm<f32>, setting::sample_1t_warm> {
  static constexpr table_facts facts{};
  static constexpr double batch[] = {1, 12};
  static constexpr double m[] = {16, 128, 129};
  static constexpr double n[] = {16, 64};
  static constexpr double k[] = {32, 64, 1000};
  using axes = axis_list<batch, m, n, k>;
  static constexpr auto computed = sample::batched_latencies(batch, sample::gemm_latencies(m, n, k));
  static constexpr const double (&latency)[2 * 3 * 2 * 3] = computed.values;
};

template <>
struct table<profiles::sample_box, op::linear<f32>, setting::sample_1t_warm> {
  static constexpr table_facts facts{};
  static constexpr double m[] = {4};
  static constexpr double n[] = {256, 1000};
  static constexpr double k[] = {512, 2048};
  using axes = axis_list<m, n, k>;
  static constexpr double latency[] = {
      20e-6, 80e-6,   // n = 256
      75e-6, 300e-6,  // n = 1000
  };
};

template <>
struct table<profiles::sample_box, op::copy<f64>, setting::sample_1t_warm> {
  static constexpr table_facts facts{.grade = 'A'};
  static constexpr double bytes[] = {1024, 32768, 1048576, 1048592, 67108864};
  using axes = axis_list<bytes>;
  static constexpr double latency[] = {2e-7, 1e-6, 6e-5, 6e-5, 6e-3};
};

template <>
struct table<profiles::sample_box, op::dispatch<f32>, setting::sample_1t_warm> {
  static constexpr table_facts facts{};
  using axes = axis_list<>;
  static constexpr double latency[] = {sample::overhead_s};
};

template <>
struct table<profiles::sample_box, op::gemm<f32>, setting::sample_2t_cold> {
  static constexpr table_facts facts{.grade = 'C', .fitted = true};
  static constexpr double m[] = {64, 256};
  static constexpr double n[] = {64, 256};
  static constexpr double k[] = {64, 256};
  using axes = axis_list<m, n, k>;
  static constexpr double latency[] = {
      1e-5, 3e-5,  3e-5,  10e-5,  // m = 64
      3e-5, 10e-5, 10e-5, 4e-4,   // m = 256
  };
};

template <>
struct table<profiles::other_box, op::gemm<f32>, setting::sample_1t_warm> {
  static constexpr table_facts facts{};
  static constexpr double m[] = {64, 256};
  static constexpr double n[] = {64, 256};
  static constexpr double k[] = {64, 256};
  using axes = axis_list<m, n, k>;
  static constexpr double latency[] = {1e-5, 3e-5, 3e-5, 10e-5, 3e-5, 10e-5, 10e-5, 4e-4};
};

template <>
struct table<profiles::other_box, op::gemm<f64>, setting::sample_1t_warm> {
  static constexpr table_facts facts{.error = {.median = 0.5, .p95 = 0.9, .count = 7}};
  static constexpr double m[] = {64, 256};
  static constexpr double n[] = {64, 256};
  static constexpr double k[] = {64, 256};
  using axes = axis_list<m, n, k>;
  static constexpr double latency[] = {2e-5, 6e-5, 6e-5, 2e-4, 6e-5, 2e-4, 2e-4, 8e-4};
};

}  // namespace calib
