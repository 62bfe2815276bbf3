#include "fallback_argument.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>

#include "dimensions.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

constexpr std::string_view kinds =
    "roofline, scale_precision=PRECISION, other_setting=SETTING[*RATIO], other_profile=PROFILE[:SETTING][*RATIO]";

/// `value` up to its last `mark`, and what follows; nothing follows where there is no mark.
struct parted {
  std::string before, after;
  bool found;
};

parted part(const std::string& value, char mark) {
  const std::size_t at = value.rfind(mark);
  if (at == std::string::npos) return {value, {}, false};
  return {value.substr(0, at), value.substr(at + 1), true};
}

double ratio_in(const std::string& word, const parted& by_ratio) {
  if (!by_ratio.found) return 1;
  const std::string& text = by_ratio.after;
  double ratio = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ratio);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(ratio) || !(ratio > 0)) {
    throw usage_error(fmt::format("--fallback {}: '{}' is no ratio; give a positive number after '*'", word, text));
  }
  return ratio;
}

fallback_step parse_fallback(const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string kind = word.substr(0, equals);
  const bool takes_nothing = kind == "roofline";
  const bool known = takes_nothing || kind == "scale_precision" || kind == "other_setting" || kind == "other_profile";
  if (!known) throw usage_error(fmt::format("no fallback '{}'; the fallbacks: {}", word, kinds));
  const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
  if (takes_nothing != (equals == std::string::npos) || (!takes_nothing && value.empty())) {
    throw usage_error(fmt::format("--fallback {}: '{}' {}; the fallbacks: {}", word, kind,
                                  takes_nothing ? "takes no value" : "needs a value", kinds));
  }
  if (takes_nothing) return fallback_step::roofline();
  if (kind == "scale_precision") return fallback_step::scale_precision(precision_named(value));
  const parted by_ratio = part(value, '*');
  const double ratio = ratio_in(word, by_ratio);
  if (kind == "other_setting") return fallback_step::other_setting(by_ratio.before, ratio);
  const parted by_setting = part(by_ratio.before, ':');
  return fallback_step::other_profile(as_loaded(load(by_setting.before)), by_setting.after, ratio);
}

}  // namespace

std::string fallback_help() {
  return fmt::format("what answers where there is no table; repeatable, the first with an answer gives it: {}", kinds);
}

fallback_list parse_fallbacks(const std::vector<std::string>& words) {
  fallback_list list;
  for (const std::string& word : words) list.push_back(parse_fallback(word));
  return list;
}

void check_fallbacks(const fallback_list& fallbacks, const loaded_profile& profile) {
  for (const fallback_step& step : fallbacks) {
    if (step.kind() == fallback_kind::other_setting) static_cast<void>(profile.setting(step.setting()));
  }
}

}  // namespace calib::tool
