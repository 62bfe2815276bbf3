#include "foreign/latency_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "foreign/column_words.hpp"
#include "foreign/number.hpp"

namespace calib::foreign {
namespace {

constexpr std::array<std::string_view, 4> median_words{"median", "med", "p50", "q50"};
constexpr std::array<std::string_view, 4> mean_words{"mean", "avg", "average", "ave"};
constexpr std::array<std::string_view, 5> least_words{"min", "minimum", "best", "fastest", "least"};
constexpr std::array<std::string_view, 1> cpu_words{"cpu"};
constexpr std::array<std::string_view, 6> total_words{"total", "sum", "cumulative", "cum", "accumulated", "overall"};
constexpr std::array<std::string_view, 8> work_words{"decode", "prefill", "forward", "fwd",
                                                     "gpu",    "cuda",    "device",  "infer"};

// Words that do not tell one latency from another.
constexpr std::array<std::string_view, 27> neutral_words{
    "in",     "of",  "the",  "per",    "call",     "op",      "iter",  "iteration", "kernel",
    "device", "gpu", "cuda", "taken",  "measured", "real",    "value", "result",    "results",
    "t",      "run", "one",  "single", "host",     "compute", "it",    "gemm",      "inference"};

constexpr std::array<std::string_view, 28> rate_words{
    "flop", "flops",      "mflop", "mflops", "gflop", "gflops", "tflop", "tflops", "gop",       "gops",
    "tops", "ops",        "gb",    "gib",    "gbyte", "gbytes", "gbps",  "bw",     "bandwidth", "throughput",
    "rate", "efficiency", "fps",   "qps",    "ips",   "tps",    "hz",    "speed"};

// Spreads and tails.
constexpr std::array<std::string_view, 46> spread_words{
    "std",       "stdev",       "stddev",     "sd",         "stderr",      "err",       "error", "var",
    "variance",  "cv",          "ci",         "conf",       "max",         "maximum",   "worst", "slowest",
    "tail",      "jitter",      "iqr",        "mad",        "sigma",       "sem",       "se",    "dev",
    "deviation", "spread",      "range",      "rsd",        "stdv",        "rms",       "mse",   "rmse",
    "unc",       "uncertainty", "noise",      "percentile", "percentiles", "pct",       "perc",  "quantile",
    "quartile",  "diff",        "difference", "delta",      "ratio",       "confidence"};

// Times that are not those of the operation, and what is made of times.
constexpr std::array<std::string_view, 56> other_words{
    "setup",     "compile",    "creation", "ctime",     "create",     "init",        "warmup",   "start",
    "end",       "timestamp",  "date",     "clock",     "freq",       "user",        "system",   "sys",
    "timeout",   "backward",   "bwd",      "grad",      "iterations", "count",       "stamp",    "first",
    "last",      "log",        "log2",     "log10",     "ln",         "inverse",     "inv",      "reciprocal",
    "saved",     "saving",     "savings",  "speedup",   "overhead",   "gain",        "unit",     "units",
    "predicted", "prediction", "pred",     "estimated", "estimate",   "theoretical", "expected", "ideal",
    "limit",     "budget",     "zone",     "idle",      "wait",       "sleep",       "relative", "normalized"};

template <std::size_t N>
bool any_of(const std::vector<std::string>& words, const std::array<std::string_view, N>& known) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return std::ranges::find(known, word) != known.end(); });
}

bool names(const std::vector<std::string>& words, std::string_view one) {
  return std::ranges::find(words, one) != words.end();
}

// p90, q3, 99th: all but the median.
bool is_quantile(std::string_view word) {
  const bool marked = word.size() > 1 && (word.front() == 'p' || word.front() == 'q');
  const bool counted = word.size() > 2 && word.ends_with("th");
  if (!marked && !counted) return false;
  const std::string_view digits = marked ? word.substr(1) : word.substr(0, word.size() - 2);
  return std::ranges::all_of(digits, is_digit) && std::ranges::find(median_words, word) == median_words.end();
}

bool is_spread(const std::vector<std::string>& words) {
  return any_of(words, spread_words) || std::ranges::any_of(words, is_quantile);
}

bool is_rate(const std::vector<std::string>& words) { return any_of(words, rate_words) || is_per_time(words); }

// Of the other half of a transformer's work.
bool of_other_phase(const std::vector<std::string>& words, std::string_view operation) {
  const bool prefill = operation.find("prefill") != std::string_view::npos;
  const bool decode = operation.find("decode") != std::string_view::npos;
  return (prefill && names(words, "decode")) || (decode && names(words, "prefill"));
}

// The words that are left when all known ones are taken away.
std::string qualifier_of(const std::vector<std::string>& words, std::string_view operation) {
  const std::vector<std::string> own = words_of_column(operation);
  std::string left;
  for (const std::string& word : words) {
    const std::vector<std::string> one{word};
    const bool known = is_time_word(word) || parse_time_unit(word) || any_of(one, median_words) ||
                       any_of(one, mean_words) || any_of(one, least_words) || any_of(one, cpu_words) ||
                       any_of(one, total_words) || any_of(one, work_words) || any_of(one, neutral_words) ||
                       names(own, word);
    if (!known) left += word + " ";
  }
  return left;
}

// Added to the rank of names with a word that is not known: it may say that something else was timed.
constexpr int below_all_others = -200;

}  // namespace

bool is_rate(std::string_view column) { return is_rate(words_of_column(column)); }

bool is_total(std::string_view column) { return any_of(words_of_column(column), total_words); }

bool is_result(std::string_view column) {
  const std::vector<std::string> words = words_of_column(column);
  if (is_rate(words)) return true;
  const bool result = is_spread(words) || as_latency(column, {}).has_value();
  if (!result) return false;
  // max_threads and best_algo are settings.
  std::vector<std::string> others = words;
  std::erase_if(others, [](const std::string& word) { return is_spread({word}); });
  return unit_among(words).unit || qualifier_of(others, {}).empty();
}

stated_unit unit_in(std::string_view column) { return unit_among(words_of_column(column)); }

std::optional<latency_name> as_latency(std::string_view column, std::string_view operation) {
  if (column == "latency_s") return latency_name{time_unit::s, 1000, {}};
  const std::vector<std::string> words = words_of_column(column);
  if (words.empty() || is_rate(words) || is_spread(words) || is_per_number(words) || any_of(words, other_words)) {
    return std::nullopt;
  }
  if (of_other_phase(words, operation)) return std::nullopt;
  const std::optional<time_unit> unit = unit_among(words).unit;
  const bool time = std::ranges::any_of(words, is_time_word);
  const bool summary = any_of(words, median_words) || any_of(words, mean_words) || any_of(words, least_words);
  // A lone s may be a stride.
  const bool lone_s = unit == time_unit::s && names(words, "s") && !time && !summary && !any_of(words, work_words);
  if (lone_s || (!unit && !time && !summary)) return std::nullopt;
  int rank = any_of(words, median_words) ? 90 : 80;
  if (any_of(words, mean_words)) rank = 70;
  if (any_of(words, least_words)) rank = 60;
  if (any_of(words, cpu_words) || any_of(words, total_words)) rank = 40;
  if (!unit && !time) rank -= 30;
  std::string qualifier = qualifier_of(words, operation);
  if (!qualifier.empty()) rank += below_all_others;
  return latency_name{unit, rank, std::move(qualifier)};
}

}  // namespace calib::foreign
