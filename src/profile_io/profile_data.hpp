#pragma once
/// A profile in memory, as the JSON holds it. Plain data: the reader makes it, the writer and the header writer take
/// it, `calib` fills it. profiles/schema.json describes the same structure, key for key.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "calib/axis.hpp"
#include "calib/estimate.hpp"
#include "calib/setting.hpp"
#include "calib/shape_class.hpp"
#include "calib/table_facts.hpp"

namespace calib::profile_io {

/// Where numbers come from. Empty strings are left out of the JSON.
struct source_data {
  std::string name;  ///< who published or measured them
  std::string url;
  std::string licence;
  std::string conditions;  ///< how they were measured

  bool operator==(const source_data&) const = default;
};

struct cache_data {
  std::uint32_t level = 0;
  std::uint64_t bytes = 0;      ///< of one instance
  std::uint32_t shared_by = 1;  ///< cores that share one instance

  bool operator==(const cache_data&) const = default;
};

/// Cores of one kind, on a machine that has several.
struct core_kind_data {
  std::string name;         ///< "performance", "efficiency"
  std::uint32_t cores = 0;  ///< how many it has; 0 = unknown

  bool operator==(const core_kind_data&) const = default;
};

/// The hardware. Zero and empty mean unknown and are left out of the JSON.
struct machine_data {
  std::string cpu;           ///< or GPU: the part that executes
  std::string architecture;  ///< "x86_64", "aarch64", "cuda"
  std::vector<std::string> isa;
  std::uint32_t cores = 0;
  std::vector<core_kind_data> core_kinds{};  ///< fastest first; empty where all cores are of one kind
  std::uint32_t numa_nodes = 0;
  std::vector<cache_data> caches;
  std::uint64_t memory_bytes = 0;
  std::string hypervisor;

  bool operator==(const machine_data&) const = default;
};

/// The part of the machine that was measured, and what limited it. Zero and empty mean unknown, or no limit, and are
/// left out of the JSON.
struct measured_on_data {
  std::string core_kind;                   ///< one of the machine's, where it has several
  std::optional<std::uint32_t> numa_node;  ///< of threads and memory, where the machine has several
  std::uint32_t cores = 0;                 ///< of this kind and node that the process could use
  std::string cpus;                        ///< logical CPUs that its affinity allowed: "0-3,8"
  double cpu_quota = 0;                    ///< CPUs' worth of time that its control groups granted

  bool operator==(const measured_on_data&) const = default;
};

/// Peaks of the whole machine.
struct peak_data {
  machine_peaks peaks;  ///< 0 = unknown, left out of the JSON
  double clock_hz = 0;  ///< sustained clock they hold at
  std::string source;   ///< the datasheet, or how they were derived or measured

  bool operator==(const peak_data&) const = default;
};

struct setting_data {
  std::string id;             ///< a C++ identifier: openblas_1t_warm
  std::string backend;        ///< "openblas"
  std::string version;        ///< "0.3.21"
  std::uint32_t threads = 0;  ///< 0 = unknown, or nothing one counts (GPUs); left out of the JSON
  cache_state cache = cache_state::warm;
  std::string core_kind{};          ///< one of the machine's, where it has several
  machine_peaks peaks;              ///< theoretical peaks of the cores and memory this setting may use
  double overhead_s = 0;            ///< latency of the smallest call; 0 = unknown
  std::string details;              ///< what else distinguishes it: the kernel set the library picked, flags
  fusion_set absorbs{};             ///< what it carries out within other operations of a network
  std::uint64_t company_bytes = 0;  ///< of a setting in company (cache "network"); 0 = of another, left out of the JSON

  bool operator==(const setting_data&) const = default;
};

/// Two of the knots of an axis: the first and the last size measured, or what they count as.
struct range_data {
  std::uint64_t first = 0, last = 0;

  bool operator==(const range_data&) const = default;
};

struct axis_data {
  std::string name;  ///< a dimension of the operation
  std::vector<std::uint64_t> knots;
  std::optional<axis_phase> phase{};     ///< of the library's tiles; knots are then in effective coordinates
  std::optional<range_data> measured{};  ///< where knots of a fitted table reach beyond it

  bool operator==(const axis_data&) const = default;
};

/// How good the measurement behind a table is.
struct quality_data {
  char grade = '-';                ///< 'A' to 'D', '-' unknown
  std::uint32_t points = 0;        ///< measured shapes behind the table
  double interval = 0;             ///< median over points of the relative half-width of the 95 % interval of the median
  double rejected = 0;             ///< share of samples rejected on evidence
  std::vector<std::string> flags;  ///< noise_limited, drift, throttled, counters_unavailable, ...
  double between_launches = 0;     ///< median over points of how far two launches' medians are apart, relative
  double as_it_comes = 0;  ///< latency of all samples over that of the undisturbed ones, median over points; 0 unknown

  bool operator==(const quality_data&) const = default;
};

/// The measurements a table was fitted to: nothing is read off them, but they can be compared, and fitted again.
struct measurements_data {
  std::vector<std::vector<std::uint64_t>> dims;  ///< for each axis, the dimension of every measured shape
  std::vector<double> latency_s;                 ///< of every measured shape; empty when they are not published

  bool operator==(const measurements_data&) const = default;
};

/// A measured shape that its table answers wrongly.
struct misfit_shape {
  std::vector<std::uint64_t> dims;  ///< in the order of the axes
  double measured_s = 0;
  double predicted_s = 0;

  bool operator==(const misfit_shape&) const = default;
};

/// How well a fitted table answers the shapes that it was made from.
struct misfit_data {
  std::uint32_t shapes = 0;         ///< that were compared; 0: none, and all of this is left out of the JSON
  std::uint32_t count = 0;          ///< answers off by more than 25 % of the measurement
  std::vector<misfit_shape> worst;  ///< a few of these, worst first

  bool operator==(const misfit_data&) const = default;
};

struct table_data {
  std::string operation;
  calib::precision precision = calib::precision::f32;
  std::string setting;
  std::vector<axis_data> axes;    ///< in the order of the operation's dimensions
  shape_classes classes{};        ///< of shapes with latencies of their own
  std::vector<double> latency_s;  ///< one per combination of knots, the last axis fastest, grid after grid (grid_of)
  std::vector<double>
      wall_latency_s;  ///< raw wall time of the same, where latency_s is at the sustained clock; else empty
  /// For each axis, its size in one of the measured shapes where all of them lie on a line, and 0 where the axis is
  /// free; else empty.
  std::vector<std::uint64_t> line{};
  bool fitted = false;  ///< the grid was fitted to scattered measurements
  measurements_data measurements;
  misfit_data misfits;
  quality_data quality;
  error_band error;          ///< on shapes the table was not built from
  std::string error_method;  ///< "hold-out", "leave-one-out", "5-fold"; empty when count is 0
  source_data source;

  bool operator==(const table_data&) const = default;
};

/// Whether two of a profile's tables, or of what was left out of it, are of the same operation, precision and setting.
bool same_table(const auto& one, const auto& other) {
  return one.operation == other.operation && one.precision == other.precision && one.setting == other.setting;
}

/// The line of a table as look-ups take it.
inline measured_line line_of(const table_data& table) {
  measured_line line;
  for (std::size_t axis = 0; axis < table.line.size() && axis < line.through.size(); ++axis) {
    line.through[axis] = table.line[axis];
  }
  return line;
}

/// A table that was to be measured and is not there.
struct left_out_data {
  std::string operation;
  calib::precision precision = calib::precision::f32;
  std::string setting;  ///< its id; where none of its tables could be measured, it is not among the settings
  std::string reason;   ///< for people: "gemm f32 m=700 n=700 k=700: hung: no end within 30 s"

  bool operator==(const left_out_data&) const = default;
};

/// The machine while it was measured under one condition, as series over time. Empty series are unknown, and left out
/// of the JSON.
struct history_data {
  std::string condition;         ///< threads and caches, of several threads the backend too: "2t_warm_openblas"
  std::vector<double> time_s;    ///< of measuring since the start of this condition; never decreases
  std::vector<double> clock_hz;  ///< one value for each time, as in the series below
  std::vector<double> fma;       ///< cycles of the multiply-add canary over their median; above 1 is slower
  std::vector<double> cache;     ///< time of the cache canary over its median
  std::vector<double> dram;      ///< time of the DRAM canary over its median

  bool operator==(const history_data&) const = default;
};

struct profile_data {
  int schema = 1;
  std::string id;       ///< a C++ identifier
  std::string name;     ///< for people
  std::string created;  ///< date, ISO 8601
  machine_data machine;
  measured_on_data measured_on;
  peak_data theoretical;
  peak_data measured;
  std::map<std::string, std::string> environment;  ///< compiler, flags, library versions, governor, seed, ...
  std::vector<setting_data> settings;
  std::string default_setting;
  std::vector<table_data> tables;
  std::vector<left_out_data> left_out;  ///< empty: left out of the JSON, too
  std::vector<history_data> history;    ///< one for each condition; empty: left out of the JSON, too

  bool operator==(const profile_data&) const = default;
};

}  // namespace calib::profile_io
