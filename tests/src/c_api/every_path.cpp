#include "every_path.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "profile_io/operations.hpp"

namespace calib::test {
namespace {

using shapes = std::vector<std::vector<std::size_t>>;  // all of one rank

/// Shapes that there can be; what has a default has another size in one of four.
shapes random_shapes(const std::string& operation, std::size_t count, std::mt19937_64& random) {
  std::uniform_real_distribution<double> exponent{0, 10};  // sizes up to 1023: small ones as often as large ones
  const auto dimensions = *profile_io::dimensions_of_any(operation);
  shapes out;
  while (out.size() < count) {
    std::vector<std::size_t> shape;
    for (const std::string_view dimension : dimensions) {
      const auto usual = profile_io::usual_value(operation, dimension);
      const auto drawn = static_cast<std::size_t>(std::exp2(exponent(random)));
      shape.push_back(usual && random() % 4 != 0 ? *usual : drawn);
    }
    if (profile_io::problem_of(operation, shape) == nullptr) out.push_back(shape);
  }
  return out;
}

std::vector<std::size_t> rows(const shapes& all) {
  std::vector<std::size_t> out;
  for (const std::vector<std::size_t>& shape : all) out.insert(out.end(), shape.begin(), shape.end());
  return out;
}

void expect_same(const calib_estimate_result& found, const estimate& expected) {
  EXPECT_EQ(found.latency_s, expected.latency.count());  // bit for bit
  EXPECT_EQ(found.efficiency, expected.efficiency);
  EXPECT_EQ(found.flops_per_s, expected.achieved_flops.value);
  EXPECT_EQ(found.bytes_per_s, expected.achieved_bandwidth.value);
  EXPECT_EQ(found.bound, static_cast<calib_bound>(expected.bound));
  EXPECT_EQ(found.source, static_cast<calib_source>(expected.source));
  EXPECT_EQ(found.error_median, expected.error.median);
  EXPECT_EQ(found.error_p95, expected.error.p95);
  EXPECT_EQ(found.error_count, expected.error.count);
  EXPECT_EQ(found.step, expected.step);
}

/// An operation in a precision, asked in C++ and in C.
struct question {
  const calib_profile* profile;
  const loaded_profile& loaded;
  const fallback_list& fallbacks;
  std::string setting;  // empty for the default
  std::string operation;
  std::size_t precision;
  std::size_t rank;
  calib_status refused = CALIB_NO_TABLE;  // where there is no answer; the same for every shape

  [[nodiscard]] std::optional<estimate> in_cpp(const std::vector<std::size_t>& shape) {
    try {
      return loaded.estimate(operation, static_cast<calib::precision>(precision), shape, setting, fallbacks);
    } catch (const no_table_error& e) {
      EXPECT_TRUE(e.why() == no_answer::no_table || e.why() == no_answer::no_peak) << e.what();
      refused = e.why() == no_answer::no_peak ? CALIB_NO_PEAK : CALIB_NO_TABLE;
      return std::nullopt;
    }
  }

  void compare_by_name(const std::vector<std::size_t>& shape, const std::optional<estimate>& expected) const {
    double seconds = -1;
    calib_estimate_result result{};
    const char* const format = calib_precision_name(precision);
    const calib_status status = expected ? CALIB_OK : refused;
    EXPECT_EQ(calib_latency(profile, operation.c_str(), format, shape.data(), rank, &seconds), status);
    EXPECT_EQ(calib_estimate(profile, operation.c_str(), format, shape.data(), rank, &result), status);
    EXPECT_EQ(seconds, expected ? expected->latency.count() : -1);
    if (expected) expect_same(result, *expected);
  }

  void compare_one(const calib_table* table, const std::vector<std::size_t>& shape,
                   const std::optional<estimate>& expected) const {
    double seconds = -1;
    calib_estimate_result result{};
    const calib_status status = expected ? CALIB_OK : refused;
    EXPECT_EQ(calib_table_latency(table, shape.data(), rank, &seconds), status);
    EXPECT_EQ(calib_table_estimate(table, shape.data(), rank, &result), status);
    EXPECT_EQ(seconds, expected ? expected->latency.count() : -1);
    if (expected) expect_same(result, *expected);
  }

  void compare_many(const calib_table* table, const shapes& asked,
                    const std::vector<std::optional<estimate>>& expected) const {
    const std::vector<std::size_t> dims = rows(asked);
    std::vector<double> seconds(asked.size(), -1);
    std::vector<calib_estimate_result> results(asked.size());
    const bool all = std::ranges::all_of(expected, [](const auto& e) { return e.has_value(); });
    const calib_status status = all ? CALIB_OK : refused;
    EXPECT_EQ(calib_table_latencies(table, dims.data(), asked.size(), rank, seconds.data()), status);
    EXPECT_EQ(calib_table_estimates(table, dims.data(), asked.size(), rank, results.data()), status);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      EXPECT_EQ(seconds[i], all ? expected[i]->latency.count() : -1);
      if (all) expect_same(results[i], *expected[i]);
    }
  }

  /// Two sizes of each of the first dimensions, three of the last one; of operations with many, one of most.
  void compare_grid(const calib_table* table, const shapes& asked) const {
    std::vector<std::vector<std::size_t>> sizes(rank);
    std::vector<const std::size_t*> first(rank);
    std::vector<std::size_t> counts(rank);
    shapes combinations{{}};
    for (std::size_t d = 0; d < rank; ++d) {
      counts[d] = rank > 5 && d > 2 ? 1 : d + 1 == rank ? 3 : 2;
      shapes longer;
      for (std::size_t i = 0; i < counts[d]; ++i) sizes[d].push_back(asked[i][d]);
      for (const std::vector<std::size_t>& shape : combinations) {
        for (const std::size_t size : sizes[d]) {
          longer.push_back(shape);
          longer.back().push_back(size);
        }
      }
      combinations = longer;
      first[d] = sizes[d].data();
    }
    const std::vector<std::size_t> dims = rows(combinations);
    std::vector<double> expected(combinations.size(), -1);
    std::vector<double> found(combinations.size(), -1);
    const calib_status status = calib_table_latencies(table, dims.data(), expected.size(), rank, expected.data());
    EXPECT_EQ(calib_table_latency_grid(table, first.data(), counts.data(), rank, found.data()), status);
    EXPECT_EQ(found, expected);
  }
};

std::size_t compare(question ask, const char* setting, std::mt19937_64& random) {
  const shapes asked = random_shapes(ask.operation, 8, random);
  std::vector<std::optional<estimate>> expected;
  for (const std::vector<std::size_t>& shape : asked) expected.push_back(ask.in_cpp(shape));
  const auto answered =
      static_cast<std::size_t>(std::ranges::count_if(expected, [](auto& e) { return e.has_value(); }));
  if (setting == nullptr) {
    for (std::size_t i = 0; i < asked.size(); ++i) ask.compare_by_name(asked[i], expected[i]);
  }
  calib_table* table = nullptr;
  const auto format = static_cast<calib_precision>(ask.precision);
  const calib_status status = calib_table_open(ask.profile, ask.operation.c_str(), format, setting, &table);
  if (status != CALIB_OK) {
    EXPECT_EQ(status, ask.refused) << calib_last_error();
    EXPECT_EQ(answered, 0u);
    EXPECT_EQ(table, nullptr);
    return 0;
  }
  EXPECT_EQ(calib_table_rank(table), ask.rank);
  for (std::size_t i = 0; i < asked.size(); ++i) ask.compare_one(table, asked[i], expected[i]);
  ask.compare_many(table, asked, expected);
  ask.compare_grid(table, asked);
  calib_table_free(table);
  return answered;
}

}  // namespace

std::size_t compare_every_path(const calib_profile* profile, const loaded_profile& loaded, const char* setting,
                               const fallback_list& fallbacks) {
  std::mt19937_64 random{20250131};
  std::size_t answered = 0;
  for (std::size_t i = 0; i < calib_operation_count(); ++i) {
    calib_operation_info info{};
    EXPECT_EQ(calib_describe_operation(calib_operation_name(i), &info), CALIB_OK);
    for (std::size_t p = 0; p < calib_precision_count(); ++p) {
      SCOPED_TRACE(std::string{info.name} + " " + calib_precision_name(p));
      answered += compare({.profile = profile,
                           .loaded = loaded,
                           .fallbacks = fallbacks,
                           .setting = setting == nullptr ? "" : setting,
                           .operation = info.name,
                           .precision = p,
                           .rank = info.dim_count},
                          setting, random);
    }
  }
  return answered;
}

}  // namespace calib::test
