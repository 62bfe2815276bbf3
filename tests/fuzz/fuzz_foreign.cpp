/// Any bytes as a file of measurements made elsewhere. The first byte chooses format and options.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "calib/op/shape.hpp"
#include "foreign/read.hpp"
#include "usage_error.hpp"

// What libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calib::foreign;
  if (size == 0) return 0;
  read_options options{.operation = (data[0] & 1U) != 0 ? "conv2d" : "gemm"};
  options.format = static_cast<file_format>(data[0] / 2 % 3);
  options.shapes_only = (data[0] & 8U) != 0;
  options.allow_bad_rows = (data[0] & 16U) != 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  try {
    const reading found = read_text_of(text, "fuzz.csv", options);
    for (const auto& one : found.set.shapes) {
      if (!(one.latency_s >= 0)) std::abort();
      for (const std::size_t size_of : one.dims) {
        if (size_of > calib::largest_size) std::abort();
      }
    }
  } catch (const calib::usage_error&) {
  }
  return 0;
}
