#include "console/units.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace calib::console {
namespace {

// Three significant digits without an exponent, for 1 <= value < 1000.
std::string three_digits(double value) {
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}", value, decimals);
}

std::string with_prefix(double value, std::string_view unit) {
  if (value == 0 || !std::isfinite(value)) return fmt::format("{} {}", value, unit);
  static constexpr std::array<std::string_view, 9> prefixes{"p", "n", "u", "m", "", "k", "M", "G", "T"};
  int step = static_cast<int>(std::floor(std::log10(std::abs(value)) / 3));
  if (std::abs(value) / std::pow(1000.0, step) >= 999.5) ++step;  // would print as 1000
  step = std::min(std::max(step, -4), 4);
  const int prefix = step + 4;
  return fmt::format("{} {}{}", three_digits(value / std::pow(1000.0, step)),
                     prefixes[static_cast<std::size_t>(prefix)], unit);
}

}  // namespace

std::string time(double seconds) { return with_prefix(seconds, "s"); }
std::string flops_per_s(double value) { return with_prefix(value, "FLOP/s"); }
std::string bytes_per_s(double value) { return with_prefix(value, "B/s"); }
std::string frequency(double hertz) { return with_prefix(hertz, "Hz"); }

std::string bytes(double value) {
  static constexpr std::array<std::string_view, 5> prefixes{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t step = 0;
  while (value >= 1024 && step + 1 < prefixes.size()) {
    value /= 1024;
    ++step;
  }
  return fmt::format("{:.4g} {}", value, prefixes[step]);
}

std::string percent(double fraction) { return fmt::format("{:.1f} %", 100 * fraction); }

}  // namespace calib::console
