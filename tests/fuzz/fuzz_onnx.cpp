/// Any bytes as an ONNX file.

#include <cstddef>
#include <cstdint>

#include "import_and_write.hpp"

// What libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  calib::onnx::import_options options;
  options.allow_roofline = size % 2 != 0;  // seeds of both lengths: each way of unknown operators
  calib::fuzz::import_and_write({reinterpret_cast<const char*>(data), size}, options);
  return 0;
}
