#pragma once
/// A small profile with all that a report shows: measured and fitted tables, streams, caches, a table of one dimension.

#include "profile_io/reader.hpp"
#include "report/point_series.hpp"
#include "runtime/as_loaded.hpp"

namespace calib::report {

inline constexpr const char* small_profile = R"({
  "schema": 1, "id": "small_box", "name": "Small <box> & sons",
  "machine": {"cpu": "A \"chip\"", "cores": 2,
              "caches": [{"level": 1, "bytes": 32768}, {"level": 2, "bytes": 1048576}]},
  "environment": {"canary_changes_1t": "clock 0.1 %"},
  "settings": [
    {"id": "lib_1t", "backend": "lib", "version": "1", "threads": 1, "cache": "warm", "overhead_s": 1e-7,
     "peaks": {"flops_per_s": {"f32": 1e11}, "bandwidth_bytes_per_s": 1e10}},
    {"id": "lib_2t", "backend": "lib", "version": "1", "threads": 2, "cache": "warm"}
  ],
  "default_setting": "lib_1t",
  "tables": [
    {"operation": "gemm", "precision": "f32", "setting": "lib_1t", "fitted": true,
     "axes": [{"name": "m", "knots": [64, 256]}, {"name": "n", "knots": [64, 256]}, {"name": "k", "knots": [64, 256]}],
     "latency_s": [1e-5, 4e-5, 4e-5, 1.6e-4, 4e-5, 1.6e-4, 1.6e-4, 6.4e-4],
     "measurements": {"m": [256, 64, 128], "n": [256, 64, 64], "k": [256, 64, 64], "latency_s": [5e-4, 1e-5, 2e-5]},
     "quality": {"grade": "B", "points": 3, "flags": ["drift"]},
     "error": {"method": "5-fold", "median": 0.05, "p95": 0.2, "count": 3}},
    {"operation": "gemm", "precision": "f32", "setting": "lib_2t", "fitted": true,
     "axes": [{"name": "m", "knots": [64, 256]}, {"name": "n", "knots": [64, 256]}, {"name": "k", "knots": [64, 256]}],
     "latency_s": [1e-5, 4e-5, 4e-5, 1.6e-4, 4e-5, 1.6e-4, 1.6e-4, 6.4e-4]},
    {"operation": "copy", "precision": "f32", "setting": "lib_1t",
     "axes": [{"name": "bytes", "knots": [8192, 24000, 200000, 4000000]}],
     "latency_s": [1e-7, 2.4e-7, 1e-5, 5e-4]},
    {"operation": "copy", "precision": "f32", "setting": "lib_2t",
     "axes": [{"name": "bytes", "knots": [8192, 24000]}], "latency_s": [1e-9, 1e-9]},
    {"operation": "dispatch", "precision": "f32", "setting": "lib_1t", "axes": [], "latency_s": [1e-7]}
  ]
})";

inline source_profile small_source() {
  profile_io::profile_data data = profile_io::read_profile_text(small_profile, "small.json");
  loaded_profile ready = as_loaded(data);
  return {std::move(data), std::move(ready)};
}

}  // namespace calib::report
