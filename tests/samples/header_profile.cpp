#include "tests/samples/header_profile.hpp"

#include <cstddef>
#include <utility>

#include "tests/samples/gemm_cost.hpp"

namespace calib::test {
namespace {

using profile_io::axis_data;
using profile_io::profile_data;
using profile_io::setting_data;
using profile_io::table_data;

machine_peaks peaks_of(double f64_peak, double f32_peak, double bandwidth) {
  machine_peaks peaks;
  peaks.flops_per_s[static_cast<std::size_t>(precision::f64)] = f64_peak;
  peaks.flops_per_s[static_cast<std::size_t>(precision::f32)] = f32_peak;
  peaks.bandwidth_bytes_per_s = bandwidth;
  return peaks;
}

setting_data setting(std::string id, std::uint32_t threads, cache_state cache) {
  setting_data result;
  result.id = std::move(id);
  result.backend = "openblas";
  result.version = "0.3.21";
  result.threads = threads;
  result.cache = cache;
  result.peaks = peaks_of(50e9 * threads, 100e9 * threads, 20e9);
  result.overhead_s = 1e-7;
  return result;
}

table_data gemm_table(std::string setting_id) {
  table_data table;
  table.operation = "gemm";
  table.setting = std::move(setting_id);
  const std::vector<std::uint64_t> sizes{64, 256, 1024};
  table.axes = {{"m", sizes}, {"n", sizes}, {"k", {64, 512}}};
  for (const std::uint64_t m : sizes) {
    for (const std::uint64_t n : sizes) {
      for (const std::uint64_t k : {std::uint64_t{64}, std::uint64_t{512}}) {
        table.latency_s.push_back(
            sample::gemm_seconds(static_cast<double>(m), static_cast<double>(n), static_cast<double>(k)));
      }
    }
  }
  table.quality.grade = 'B';
  table.error = {.median = 0.031, .p95 = 0.12, .count = 40};
  table.error_method = "hold-out";
  return table;
}

table_data copy_table() {
  table_data table;
  table.operation = "copy";
  table.precision = precision::f64;
  table.setting = "openblas_1t_warm";
  axis_data bytes{"bytes", {}};
  for (unsigned i = 10; i < 32; ++i) {
    bytes.knots.push_back(std::uint64_t{1} << i);
    table.latency_s.push_back(static_cast<double>(bytes.knots.back()) / 3e9);
  }
  table.axes = {std::move(bytes)};
  table.quality.grade = 'A';
  return table;
}

table_data dot_table() {
  table_data table;
  table.operation = "dot";
  table.setting = "openblas_1t_warm";
  table.axes = {{"elements", {4096}}};
  table.latency_s = {5.0};  // a whole number must still be a double
  table.fitted = true;
  return table;
}

}  // namespace

profile_data header_profile() {
  profile_data profile;
  profile.id = "sample";
  profile.name =
      "A \"sample\" with a \xC2\xB5-architecture, a back\\slash, a what?"  // in two: a trigraph would begin here
      "?! and a name that is longer than a line may be, so it is split";
  profile.created = "2024-05-17";
  profile.machine.cpu = "Sample CPU \xC2\xAE @ 3.80 GHz";
  profile.environment = {{"compiler", "g++ 12.2"}, {"seed", "1"}};
  profile.settings = {setting("openblas_8t_cold", 8, cache_state::cold),
                      setting("openblas_1t_warm", 1, cache_state::warm)};
  profile.default_setting = "openblas_1t_warm";
  table_data tiled = gemm_table("openblas_8t_cold");
  tiled.axes[0].phase = {.period = 16, .weight = 0.5};
  tiled.axes[2].phase = {.period = 64, .weight = 1.0};
  tiled.axes[1].measured = {.first = 64, .last = 256};
  tiled.classes = {shape_class{.rule = class_rule::flops_above, .amount = 2'000'000},
                   shape_class{.rule = class_rule::multiple_of, .amount = 8, .axis = 1, .also = 2}};
  tiled.fitted = true;
  const std::vector<double> latency_s = tiled.latency_s;
  for (const double factor : {0.75, 1.5, 1.25}) {  // multiples of 8, large products, both
    for (const double one : latency_s) tiled.latency_s.push_back(factor * one);
  }
  profile.tables = {std::move(tiled), dot_table(), gemm_table("openblas_1t_warm"), copy_table()};
  return profile;
}

}  // namespace calib::test
