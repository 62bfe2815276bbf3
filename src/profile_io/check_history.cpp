#include "profile_io/check_history.hpp"

#include <cmath>
#include <vector>

#include "profile_io/limits.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

void check_times(const checked_file& file, const std::vector<double>& seconds, const std::string& at) {
  if (seconds.empty()) {
    file.fail(profile_fault::wrong_length, at, "a history has at least one point, found none",
              "leave its condition out");
  }
  double before = 0;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    if (!(std::isfinite(seconds[i]) && seconds[i] >= before)) {
      file.fail(profile_fault::wrong_value, at + pointer_to(i),
                "times of a history are finite, from 0, and never decrease, found " + number_text(seconds[i]) +
                    " after " + number_text(before),
                "sort the points, or remove the history: no answer is read off it");
    }
    before = seconds[i];
  }
}

void check_series(const checked_file& file, const history_data& part, const std::vector<double>& values,
                  const std::string& at) {
  if (!values.empty() && values.size() != part.time_s.size()) {
    file.fail(profile_fault::wrong_length, at,
              "there must be one value for each time: " + std::to_string(part.time_s.size()) + ", found " +
                  std::to_string(values.size()),
              "correct the series, or leave it out");
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && values[i] > 0) continue;
    file.fail(profile_fault::wrong_value, at + pointer_to(i),
              "a value of a history must be a positive finite number, found " + number_text(values[i]),
              "correct the series, or leave it out");
  }
}

}  // namespace

void check_history(const checked_file& file, const profile_data& profile) {
  std::size_t points = 0;
  for (std::size_t i = 0; i < profile.history.size(); ++i) {
    const history_data& part = profile.history[i];
    const std::string at = pointer_to("history", i);
    file.not_empty(part.condition, at + "/condition", "the condition of a history");
    check_times(file, part.time_s, at + "/time_s");
    check_series(file, part, part.clock_hz, at + "/clock_hz");
    check_series(file, part, part.fma, at + "/fma");
    check_series(file, part, part.cache, at + "/cache");
    check_series(file, part, part.dram, at + "/dram");
    points += part.time_s.size();
  }
  if (points <= most_history_points) return;
  file.fail(profile_fault::wrong_length, "/history",
            "a history has at most " + std::to_string(most_history_points) +
                " points, of all conditions together, found " + std::to_string(points),
            "replace neighbours by their mean, or remove the history: no answer is read off it");
}

}  // namespace calib::profile_io
