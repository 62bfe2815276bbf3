#include "tests/samples/profile_data.hpp"

#include <stdexcept>

#include "calib/op/list.hpp"
#include "profile_io/operations.hpp"

namespace calib::test {

profile_io::profile_data full_profile() {
  profile_io::profile_data p;
  p.id = "full_box_2";
  p.name = "A \"full\" box \\ with µ, a tab\t, a line\nand a bell\a";
  p.created = "2025-01-31";
  p.machine = {.cpu = "Some CPU @ 3.10GHz",
               .architecture = "x86_64",
               .isa = {"avx2", "fma"},
               .cores = 2,
               .core_kinds = {{.name = "performance", .cores = 1}, {.name = "efficiency", .cores = 1}},
               .numa_nodes = 2,
               .caches = {{1, 32768, 1}, {3, 33554432, 8}},
               .memory_bytes = 8589934592,
               .hypervisor = "kvm"};
  p.measured_on = {.core_kind = "performance", .numa_node = 0, .cores = 1, .cpus = "0-1", .cpu_quota = 1.5};
  p.theoretical.peaks.flops_per_s = {5e10, 1e11, 0, 0, 0, 0, 4e11};
  p.theoretical.peaks.bandwidth_bytes_per_s = 2.56e10;
  p.theoretical.clock_hz = 3.1e9;
  p.theoretical.source = "https://example.org/datasheet";
  p.measured.peaks.flops_per_s = {4.9e10, 98765432109.5, 0, 0, 0, 0, 0};
  p.measured.peaks.bandwidth_bytes_per_s = 1.9e10;
  p.measured.clock_hz = 3099999999.25;
  p.measured.source = "FMA chain";
  p.environment = {{"compiler", "g++ 12.2.0"}, {"flags", "-O3"}, {"empty", ""}, {"a/b~c", "odd key"}};
  p.settings = {{.id = "own_1t_warm",
                 .backend = "own",
                 .version = "0.1",
                 .threads = 1,
                 .cache = cache_state::warm,
                 .core_kind = "performance",
                 .peaks = p.theoretical.peaks,
                 .overhead_s = 1.25e-7,
                 .details = "tile 6x16",
                 .absorbs = {fusion::bias, fusion::relu, fusion::attention}},
                {.id = "own_cold",
                 .backend = "own",
                 .version = "",
                 .threads = 0,
                 .cache = cache_state::cold,
                 .peaks = {},
                 .overhead_s = 0,
                 .details = ""}};
  p.default_setting = "own_cold";
  p.tables.push_back(
      {.operation = "gemm",
       .precision = precision::f32,
       .setting = "own_1t_warm",
       .axes = {{"m", {1, 9007199254740992}},
                {"n", {8}, axis_phase{8, 1.0}},
                {"k", {1, 2, 3}, axis_phase{3, 0.1}, profile_io::range_data{2, 3}}},
       .classes = {shape_class{class_rule::multiple_of, 8, 2, 0}},
       .latency_s = {0.1, 1e-9, 4.9406564584124654e-324, 1.7976931348623157e308, 1.0 / 3, 2e-6, 1, 2, 3, 4, 5, 6},
       .wall_latency_s = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
       .fitted = true,
       .measurements = {.dims = {{1, 7}, {8, 8}, {3, 2}}, .latency_s = {1e-6, 1.0 / 3}},
       .misfits = {.shapes = 9, .count = 1, .worst = {{{7, 8, 2}, 1e-6, 1.0 / 3}}},
       .quality = {'B', 6, 0.015, 0.25, {"drift", "throttled"}, 0.02},
       .error = {.median = 0.04, .p95 = 0.15, .count = 120},
       .error_method = "hold-out",
       .source = {"someone", "https://example.org", "CC-BY-4.0", "quiet machine"}});
  p.tables.push_back({.operation = "copy",
                      .precision = precision::f64,
                      .setting = "own_cold",
                      .axes = {{"bytes", {1024, 65536}}},
                      .classes = {},
                      .latency_s = {1e-6, 2e-5},
                      .wall_latency_s = {},
                      .fitted = false,
                      .measurements = {},
                      .misfits = {},
                      .quality = {},
                      .error = {},
                      .error_method = "",
                      .source = {}});
  p.left_out = {{.operation = "gemm",
                 .precision = precision::f64,
                 .setting = "own_1t_warm",
                 .reason = "gemm f64 m=7 n=17 k=65: wrong result"},
                {.operation = "dot", .precision = precision::f32, .setting = "gone_1t_warm", .reason = "\"hung\" µ"}};
  p.history = {{.condition = "1t_warm",
                .time_s = {0, 1.5, 1.5, 30.25},
                .clock_hz = {3.1e9, 3.1e9, 2.9e9, 3.05e9},
                .fma = {1, 1, 1, 1.002},
                .cache = {0.98, 1, 1.1, 1},
                .dram = {1, 1, 1.3, 0.9}},
               {.condition = "2t_cold_own", .time_s = {0}, .clock_hz = {}, .fma = {}, .cache = {}, .dram = {1}}};
  return p;
}

profile_io::profile_data every_operation() {
  profile_io::profile_data p = full_profile();
  p.tables.clear();
  for (std::size_t i = 0; i < precision_count; ++i) {
    for_each_operation<f32>([&]<class Op>() {
      if (!profile_io::exists(Op::name, static_cast<precision>(i))) return;
      profile_io::table_data t;
      t.operation = Op::name;
      t.precision = static_cast<precision>(i);
      t.setting = p.default_setting;
      std::size_t count = 1;
      for (const std::string_view dimension : Op::dimensions) {
        t.axes.push_back({std::string{dimension}, {16, 4096}});
        count *= 2;
      }
      for (std::size_t j = 0; j < count; ++j) t.latency_s.push_back(1e-6 * static_cast<double>(j + 1));
      p.tables.push_back(t);
    });
  }
  return p;
}

const std::string_view plain_json = R"({
  "schema": 1,
  "id": "plain_box",
  "name": "A plain box",
  "created": "2025-01-31",
  "machine": {"cpu": "Some CPU", "isa": ["avx2"], "cores": 2, "caches": [{"level": 1, "bytes": 32768}]},
  "theoretical_peaks": {"flops_per_s": {"f32": 1e11}, "bandwidth_bytes_per_s": 2e10, "clock_hz": 3e9},
  "environment": {"compiler": "g++"},
  "settings": [
    {"id": "own_1t_warm", "backend": "own", "threads": 1, "cache": "warm", "overhead_s": 1e-7}
  ],
  "default_setting": "own_1t_warm",
  "tables": [
    {
      "operation": "gemm", "precision": "f32", "setting": "own_1t_warm",
      "axes": [{"name": "m", "knots": [8, 64, 65]}, {"name": "n", "knots": [16]}, {"name": "k", "knots": [32, 512]}],
      "latency_s": [1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6],
      "fitted": false,
      "quality": {"grade": "A", "points": 6, "interval": 0.01, "rejected": 0.125, "flags": ["drift"]},
      "error": {"method": "hold-out", "median": 0.02, "p95": 0.1, "count": 30},
      "source": {"name": "someone"}
    }
  ]
}
)";

std::string plain_json_with(std::string_view from, std::string_view to) {
  std::string json{plain_json};
  const std::size_t at = json.find(from);
  if (at == std::string::npos || json.find(from, at + 1) != std::string::npos) {
    throw std::invalid_argument(std::string{from} + " must be in plain_json exactly once");
  }
  return json.replace(at, from.size(), to);
}

}  // namespace calib::test
