#pragma once
/// What programs with Google Benchmark print: JSON, or its CSV.

#include <string>
#include <string_view>
#include <vector>

#include "foreign/raw_table.hpp"
#include "foreign/read_options.hpp"

namespace calib::foreign {

/// A row for each run; the median, or mean, of a benchmark that has aggregates alone. Columns: arguments by the names
/// that the benchmark gives them, or in the order of `dimensions` where there are as many, or arg0, arg1, ...;
/// counters; real_time and cpu_time; `benchmark`, the name without arguments, of which only one is to be read. Throws
/// usage_error for other text.
raw_table read_google_benchmark(std::string_view text, std::string_view name,
                                const std::vector<std::string>& dimensions, const read_options& options);

}  // namespace calib::foreign
