#include "foreign/time_unit.hpp"

#include <algorithm>
#include <array>

namespace calib::foreign {
namespace {

struct word_for_unit {
  std::string_view word;
  time_unit unit;
};

constexpr std::array words{
    word_for_unit{"s", time_unit::s},
    word_for_unit{"sec", time_unit::s},
    word_for_unit{"secs", time_unit::s},
    word_for_unit{"second", time_unit::s},
    word_for_unit{"seconds", time_unit::s},
    word_for_unit{"ms", time_unit::ms},
    word_for_unit{"msec", time_unit::ms},
    word_for_unit{"msecs", time_unit::ms},
    word_for_unit{"millis", time_unit::ms},
    word_for_unit{"millisec", time_unit::ms},
    word_for_unit{"millisecs", time_unit::ms},
    word_for_unit{"millisecond", time_unit::ms},
    word_for_unit{"milliseconds", time_unit::ms},
    word_for_unit{"us", time_unit::us},
    word_for_unit{"usec", time_unit::us},
    word_for_unit{"usecs", time_unit::us},
    word_for_unit{"micros", time_unit::us},
    word_for_unit{"microsec", time_unit::us},
    word_for_unit{"microsecs", time_unit::us},
    word_for_unit{"microsecond", time_unit::us},
    word_for_unit{"microseconds", time_unit::us},
    word_for_unit{"ns", time_unit::ns},
    word_for_unit{"nsec", time_unit::ns},
    word_for_unit{"nsecs", time_unit::ns},
    word_for_unit{"nanos", time_unit::ns},
    word_for_unit{"nanosec", time_unit::ns},
    word_for_unit{"nanosecs", time_unit::ns},
    word_for_unit{"nanosecond", time_unit::ns},
    word_for_unit{"nanoseconds", time_unit::ns},
};

}  // namespace

std::string_view name(time_unit unit) noexcept {
  constexpr std::array<std::string_view, 4> names{"s", "ms", "us", "ns"};
  return names[static_cast<std::size_t>(unit)];
}

double seconds_in(time_unit unit) noexcept {
  constexpr std::array<double, 4> seconds{1, 1e-3, 1e-6, 1e-9};
  return seconds[static_cast<std::size_t>(unit)];
}

std::optional<time_unit> parse_time_unit(std::string_view word) noexcept {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& known) { return known.word == word; });
  if (found == words.end()) return std::nullopt;
  return found->unit;
}

}  // namespace calib::foreign
