#include "foreign/latency_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace calib::foreign {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// The micro sign as U+00B5, as a Greek letter, and in Latin-1.
std::size_t micro_sign(std::string_view text) {
  if (text.starts_with("\xc2\xb5") || text.starts_with("\xce\xbc")) return 2;
  return text.starts_with('\xb5') ? 1 : 0;
}

// "meanTime (µs)" is mean, time, us.
std::vector<std::string> words_of_column(std::string_view name) {
  std::vector<std::string> words(1);
  bool after_lower = false;
  while (!name.empty()) {
    if (const std::size_t sign = micro_sign(name)) {
      words.back() += 'u';
      name.remove_prefix(sign);
      after_lower = false;
      continue;
    }
    const char c = name.front();
    name.remove_prefix(1);
    if (!is_letter(c) || (is_upper(c) && after_lower)) words.emplace_back();
    if (is_letter(c)) words.back() += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    after_lower = is_letter(c) && !is_upper(c);
  }
  std::erase(words, "");
  return words;
}

constexpr std::array<std::string_view, 16> time_words{
    "latency",  "lat",  "time", "times",     "duration", "dur",     "elapsed",  "runtime",
    "walltime", "wall", "exec", "execution", "realtime", "seconds", "exectime", "took"};
constexpr std::array<std::string_view, 4> median_words{"median", "med", "p50", "q50"};
constexpr std::array<std::string_view, 4> mean_words{"mean", "avg", "average", "ave"};
constexpr std::array<std::string_view, 6> least_words{"min", "minimum", "best", "fastest", "least", "p10"};
constexpr std::array<std::string_view, 2> cpu_words{"cpu", "total"};
constexpr std::array<std::string_view, 8> work_words{"decode", "prefill", "forward", "fwd",
                                                     "gpu",    "cuda",    "device",  "infer"};

// Spreads, tails and rates.
constexpr std::array<std::string_view, 37> result_words{
    "std",  "stdev", "stddev",    "sd",         "stderr", "err",     "error",     "var",  "variance", "cv",
    "ci",   "conf",  "max",       "maximum",    "worst",  "slowest", "p75",       "p90",  "p95",      "p99",
    "p999", "tail",  "jitter",    "flops",      "gflops", "tflops",  "gops",      "tops", "ops",      "gb",
    "gbps", "bw",    "bandwidth", "throughput", "iqr",    "mad",     "efficiency"};

// Times that are not those of the operation.
constexpr std::array<std::string_view, 25> other_words{
    "rate",    "setup",     "compile", "creation", "ctime",      "create", "init", "warmup", "start",
    "end",     "timestamp", "date",    "clock",    "freq",       "hz",     "user", "system", "sys",
    "timeout", "backward",  "bwd",     "grad",     "iterations", "count",  "stamp"};

template <std::size_t N>
bool any_of(const std::vector<std::string>& words, const std::array<std::string_view, N>& known) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return std::ranges::find(known, word) != known.end(); });
}

bool names(const std::vector<std::string>& words, std::string_view one) {
  return std::ranges::find(words, one) != words.end();
}

// The last word that is one, as in latency_s and "Mean [ms]".
std::optional<time_unit> unit_among(const std::vector<std::string>& words) {
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    if (const auto unit = parse_time_unit(*word)) return unit;
  }
  return std::nullopt;
}

// Of the other half of a transformer's work.
bool of_other_phase(const std::vector<std::string>& words, std::string_view operation) {
  const bool prefill = operation.find("prefill") != std::string_view::npos;
  const bool decode = operation.find("decode") != std::string_view::npos;
  return (prefill && names(words, "decode")) || (decode && names(words, "prefill"));
}

}  // namespace

bool is_result(std::string_view column) {
  return any_of(words_of_column(column), result_words) || as_latency(column, {}).has_value();
}

std::optional<time_unit> unit_in(std::string_view column) { return unit_among(words_of_column(column)); }

std::optional<latency_name> as_latency(std::string_view column, std::string_view operation) {
  if (column == "latency_s") return latency_name{time_unit::s, 1000};
  const std::vector<std::string> words = words_of_column(column);
  if (words.empty() || any_of(words, result_words) || any_of(words, other_words)) return std::nullopt;
  if (of_other_phase(words, operation)) return std::nullopt;
  const std::optional<time_unit> unit = unit_among(words);
  const bool time = any_of(words, time_words);
  const bool summary = any_of(words, median_words) || any_of(words, mean_words) || any_of(words, least_words);
  // A lone s may be a stride.
  const bool lone_s = unit == time_unit::s && names(words, "s") && !time && !summary && !any_of(words, work_words);
  if (lone_s || (!unit && !time && !summary)) return std::nullopt;
  int rank = any_of(words, median_words) ? 90 : 80;
  if (any_of(words, mean_words)) rank = 70;
  if (any_of(words, least_words)) rank = 60;
  if (any_of(words, cpu_words)) rank = 40;
  if (!unit && !time) rank -= 30;
  return latency_name{unit, rank};
}

}  // namespace calib::foreign
