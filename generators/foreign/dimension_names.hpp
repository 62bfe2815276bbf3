#pragma once
/// Names that files use for the dimensions of operations.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calib::foreign {

/// Lower case, letters and digits only: "Batch Size", "batch_size" and "batchSize" are one name. A prefix as harnesses
/// put before their parameters is no part of it ("parameter_m").
std::string compact(std::string_view name);

/// How the cells of a column become sizes.
enum class counting : std::uint8_t {
  from_one,   ///< as they are
  from_zero,  ///< one less than calib counts: the dilation of benchdnn
};

struct named_column {
  std::size_t column = 0;
  counting counts = counting::from_one;
};

/// The columns that usually hold `dimension` of an operation with these dimensions. Our own name, in any case, leaves
/// no others. Several: the file must be asked.
std::vector<named_column> columns_for(std::string_view dimension, const std::vector<std::string>& dimensions,
                                      const std::vector<std::string>& columns);

/// The dimension that a missing one equals, as a square kernel's width is its height; nothing where there is none.
std::optional<std::string_view> stands_for(std::string_view dimension) noexcept;

/// Whether the column is of a direction (ph, padding_h), not of a side of the image (pad_top).
bool is_of_direction(std::string_view column);

}  // namespace calib::foreign
