#include "report/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace calib::report {
namespace {

constexpr std::array<double, 3> round_digits{1, 2, 5};

/// The largest round number that is at most `value`, or the least that is at least it.
double round_number(double value, bool up) {
  const double decade = std::pow(10.0, std::floor(std::log10(value)));
  double below = decade;
  for (const double digit : {1.0, 2.0, 5.0, 10.0}) {
    // Powers of ten are not exact below 1.
    if (up && digit * decade >= value * (1 - 1e-9)) return digit * decade;
    if (digit * decade <= value * (1 + 1e-9)) below = digit * decade;
  }
  return below;
}

double power_of_two(double value, bool up) {
  const double power = std::log2(value);
  return std::exp2(up ? std::ceil(power - 1e-9) : std::floor(power + 1e-9));
}

std::vector<double> binary_places(const scale& on, std::size_t most) {
  const double first = std::ceil(std::log2(on.low) - 1e-9), last = std::floor(std::log2(on.high) + 1e-9);
  // Steps by which KiB, MiB and GiB are met.
  for (const double step : {1.0, 2.0, 5.0, 10.0, 20.0}) {
    std::vector<double> places;
    for (double p = std::ceil(first / step) * step; p <= last; p += step) places.push_back(std::exp2(p));
    if (places.size() <= most) return places;
  }
  return {on.low, on.high};
}

std::vector<double> decimal_places(const scale& on, std::size_t most) {
  const double first = std::floor(std::log10(on.low)), last = std::ceil(std::log10(on.high));
  const auto within = [&](double at) { return at >= on.low * (1 - 1e-9) && at <= on.high * (1 + 1e-9); };
  std::vector<double> places;
  for (double p = first; p <= last; ++p) {
    for (const double digit : round_digits) {
      if (within(digit * std::pow(10.0, p))) places.push_back(digit * std::pow(10.0, p));
    }
  }
  if (places.size() <= most) return places;
  for (double step = 1; step < 40; ++step) {
    places.clear();
    for (double p = std::ceil(first / step) * step; p <= last; p += step) {
      if (within(std::pow(10.0, p))) places.push_back(std::pow(10.0, p));
    }
    if (places.size() <= most) break;
  }
  return places;
}

std::vector<double> linear_places(const scale& on, std::size_t most) {
  const double step = round_number((on.high - on.low) / static_cast<double>(most - 1), true);
  std::vector<double> places;
  for (double at = std::ceil(on.low / step - 1e-9) * step + 0.0; at <= on.high * (1 + 1e-9); at += step)
    places.push_back(at);
  return places;
}

std::string with_prefix(double value, std::string_view of) {
  static constexpr std::array<std::string_view, 11> prefixes{"f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P"};
  constexpr double rounding = 5e-4;  // of the third digit: 999.9 M are 1 G
  if (value == 0) return "0";
  const double thousands = std::clamp(std::floor(std::log10(value * (1 + rounding)) / 3), -5.0, 5.0);
  const std::string_view prefix = prefixes[static_cast<std::size_t>(thousands + 5)];
  return fmt::format("{}{}{}{}", three_digits(value / std::pow(1000.0, thousands)),
                     prefix.empty() && of.empty() ? "" : " ", prefix, of);
}

std::string tick_text(double value, unit in) {
  const bool unit_in_label = in == unit::flops || in == unit::flops_per_s || in == unit::bytes_per_s;
  return unit_in_label ? with_prefix(value, "") : short_text(value, in);
}

std::string binary_text(double value) {
  static constexpr std::array<std::string_view, 5> prefixes{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t step = 0;
  while (value >= 1024 && step + 1 < prefixes.size()) {
    value /= 1024;
    ++step;
  }
  return fmt::format("{} {}", three_digits(value), prefixes[step]);
}

}  // namespace

scale logarithmic(std::string label, unit in, std::span<const double> values) {
  double low = 0, high = 0;
  for (const double value : values) {
    if (!(value > 0)) continue;
    low = low == 0 ? value : std::min(low, value);
    high = std::max(high, value);
  }
  if (low == 0) low = high = 1;
  if (in == unit::bytes) {
    low = power_of_two(low, false), high = power_of_two(high, true);
    while (high < 8 * low) high *= 2;
  } else {
    low = round_number(low, false), high = round_number(high, true);
    if (high < 10 * low) high = 10 * low;
  }
  return {std::move(label), in, true, low, high};
}

scale linear(std::string label, unit in, std::span<const double> values) {
  double high = 0;
  for (const double value : values) high = std::max(high, value);
  if (!(high > 0)) high = 1;
  constexpr double steps = 5;  // as many as fit a small chart
  const double step = round_number(high / steps, true);
  return {std::move(label), in, false, 0, std::ceil(high / step - 1e-9) * step};
}

scale around_one(std::string label, std::span<const double> ratios, double least) {
  constexpr double usual = 2, part = 0.9;
  constexpr std::array<double, 3> narrow{1.1, 1.2, 1.5};
  std::vector<double> factors;
  for (const double ratio : ratios) factors.push_back(std::max(ratio, 1 / ratio));
  std::ranges::sort(factors);
  double needed = std::max(least, 1.0);
  if (!factors.empty()) {
    const double most = factors[static_cast<std::size_t>(std::ceil(part * static_cast<double>(factors.size() - 1)))];
    needed = std::max({needed, most, std::min(factors.back(), usual)});
  }
  const auto enough = std::ranges::find_if(narrow, [needed](double factor) { return factor >= needed; });
  const double high = enough != narrow.end() ? *enough : round_number(needed, true);
  return {std::move(label), unit::count, true, 1 / high, high};
}

double position(const scale& on, double value) noexcept {
  if (value <= on.low) return 0;
  if (value >= on.high) return 1;
  if (!on.logarithmic) return (value - on.low) / (on.high - on.low);
  return std::log(value / on.low) / std::log(on.high / on.low);
}

std::vector<tick> ticks(const scale& on, std::size_t most) {
  most = std::max<std::size_t>(most, 3);
  const bool narrow = on.high < 5 * on.low;  // too few powers of ten and halves of them
  const std::vector<double> places = !on.logarithmic || narrow ? linear_places(on, most)
                                     : on.in == unit::bytes    ? binary_places(on, most)
                                                               : decimal_places(on, most);
  std::vector<tick> out;
  for (const double at : places) out.push_back({at, tick_text(at, on.in)});
  return out;
}

std::string short_text(double value, unit in) {
  switch (in) {
    case unit::bytes:
      return binary_text(value);
    case unit::time:
      return with_prefix(value, "s");
    case unit::flops:
      return with_prefix(value, "FLOP");
    case unit::flops_per_s:
      return with_prefix(value, "FLOP/s");
    case unit::bytes_per_s:
      return with_prefix(value, "B/s");
    case unit::share:
      return three_digits(100 * value) + " %";
    case unit::count:
    case unit::intensity:
      break;
  }
  return value < 10000 ? fmt::format("{:.4g}", value) : with_prefix(value, "");
}

std::string three_digits(double value) {
  if (value >= 999.5) return fmt::format("{:.0f}", value);
  if (value == 0 || value >= 1e-4) return fmt::format("{:.3g}", value);  // beyond this, it writes exponents
  return fmt::format("{:.{}f}", value, 2 - static_cast<int>(std::floor(std::log10(value))));
}

}  // namespace calib::report
