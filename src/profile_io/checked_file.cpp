#include "profile_io/checked_file.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "profile_io/identifier.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

bool is_latency(double seconds) { return std::isfinite(seconds) && seconds > 0; }

}  // namespace

void checked_file::fail(profile_fault code, std::string pointer, std::string problem, std::string remedy) const {
  throw profile_error(code, std::string{name_}, std::move(pointer), std::move(problem), std::move(remedy));
}

void checked_file::identifier(const std::string& id, std::string pointer) const {
  if (is_identifier(id)) return;
  fail(profile_fault::bad_identifier, std::move(pointer), in_quotes(id) + " cannot be a name in C++",
       "use ASCII letters, digits and single underscores, a letter first, and no C++ keyword: my_machine_1t");
}

void checked_file::not_empty(const std::string& text, std::string pointer, const std::string& what) const {
  if (!text.empty()) return;
  fail(profile_fault::wrong_value, std::move(pointer), what + " must not be empty", "write its name");
}

void checked_file::not_negative(double value, std::string pointer, const std::string& what) const {
  if (std::isfinite(value) && value >= 0) return;
  fail(profile_fault::wrong_value, std::move(pointer),
       what + " must be a finite number, not negative, found " + number_text(value),
       "correct it, or leave it out if it is unknown");
}

void checked_file::latency(double seconds, const std::string& pointer) const {
  if (is_latency(seconds)) return;
  fail(profile_fault::wrong_value, pointer,
       "latency must be a positive finite number of seconds, found " + number_text(seconds),
       "remeasure this table or remove it");
}

void checked_file::latencies(const std::vector<double>& seconds, const std::string& pointer) const {
  const auto wrong = std::ranges::find_if_not(seconds, is_latency);
  if (wrong != seconds.end()) latency(*wrong, pointer + pointer_to(static_cast<std::size_t>(wrong - seconds.begin())));
}

}  // namespace calib::profile_io
