#pragma once
/// Which columns of a file say what of a measured shape.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calib/precision.hpp"
#include "foreign/dimension_names.hpp"
#include "foreign/raw_table.hpp"
#include "foreign/read_options.hpp"

namespace calib::foreign {

/// Where the values of a dimension come from: a column, or a value that it has in all rows.
struct dimension_source {
  std::optional<named_column> column;
  std::size_t otherwise = 0;
};

struct latency_source {
  std::size_t column = 0;
  time_unit unit = time_unit::s;
};

struct column_layout {
  std::string operation;  ///< that the columns describe: products with a batch are batched_gemm
  std::vector<std::string> dimensions;
  std::vector<dimension_source> sources;  ///< of each dimension
  std::optional<latency_source> latency;  ///< nothing where only shapes are asked for
  std::vector<std::size_t> unused;        ///< columns
  std::vector<std::string> notes;         ///< what was assumed
};

/// The dimensions of the operation, measured or lowered. Throws usage_error where there is no such operation in this
/// precision, and where it has none; `name` stands for the file.
std::vector<std::string> dimensions_to_read(const std::string& operation, precision p, std::string_view name);

/// What a line names of that which is looked for: the header of a file names most.
struct known_names {
  std::size_t dimensions = 0;  ///< with a column, or several
  bool latency = false;

  [[nodiscard]] std::size_t count() const noexcept { return dimensions + (latency ? 1 : 0); }
};

known_names names_known(const std::vector<std::string>& columns, const std::vector<std::string>& dimensions,
                        const read_options& options);

/// Finds the columns. Throws usage_error, with the columns that there are, for aliases that name nothing, dimensions
/// and latencies without a column, several columns for one of them, and units that contradict each other.
column_layout find_columns(const raw_table& table, std::string_view name, const read_options& options);

}  // namespace calib::foreign
