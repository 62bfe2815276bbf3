/// Any bytes as a profile: what is accepted is written, read again as the same, loaded, and made a header.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "calib/profile_error.hpp"
#include "emit/header_writer.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/writer.hpp"
#include "runtime/as_loaded.hpp"

// What libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto profile = calib::profile_io::read_profile_text(text, "fuzz.json");
    if (calib::profile_io::read_profile_text(calib::profile_io::to_json(profile), "again.json") != profile)
      std::abort();
    static_cast<void>(calib::as_loaded(profile));
    static_cast<void>(calib::emit::header_text(profile));
  } catch (const calib::profile_error&) {
  }
  return 0;
}
