/// Any bytes as a network: what is accepted is written, read again as the same, summed up, and made a header.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "calib/profile_error.hpp"
#include "emit/network_header.hpp"
#include "network_io/reader.hpp"
#include "network_io/symbols.hpp"
#include "network_io/totals.hpp"
#include "network_io/writer.hpp"

// What libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const auto network = calib::network_io::parse_network(text, "fuzz.json");
    if (calib::network_io::parse_network(calib::network_io::write_network(network), "again.json") != network)
      std::abort();
    const auto totals = calib::network_io::totals(network, calib::network_io::usual_values(network));
    if (!(totals.work.arithmetic.value >= 0 && totals.work.traffic.value >= 0)) std::abort();
    static_cast<void>(calib::emit::network_header_text(network));
  } catch (const calib::profile_error&) {
  }
  return 0;
}
