#pragma once
/// Text that is read as a file of measurements, and what reading it says.

#include <string>
#include <string_view>

#include "foreign/read.hpp"
#include "usage_error.hpp"

namespace calib::foreign {

inline read_options of_gemm() { return {.operation = "gemm", .precision = precision::f32}; }

inline reading read_as(std::string_view text, const read_options& options = of_gemm()) {
  return read_text_of(text, "file.csv", options);
}

/// What the refusal says, or "no error".
inline std::string refusal(std::string_view text, const read_options& options = of_gemm()) {
  try {
    read_as(text, options);
  } catch (const usage_error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace calib::foreign
