#include "calib/loaded_profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <thread>

#include "calib/profile_error.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/writer.hpp"
#include "tests/samples/profile_data.hpp"

namespace calib {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// t = 1 us + 2 us * m + 3 us * k, multilinear, at the knots m = 2, 10, 11 and k = 1, 100.
constexpr std::string_view gemv_json = R"({
  "schema": 1, "id": "gemv_box", "name": "A box",
  "settings": [
    {"id": "own_1t_warm", "backend": "own", "version": "1", "threads": 1, "cache": "warm",
     "peaks": {"flops_per_s": {"f32": 1e9}, "bandwidth_bytes_per_s": 1e9}, "overhead_s": 1e-9},
    {"id": "own_2t_cold", "backend": "own", "threads": 2, "cache": "cold"}
  ],
  "default_setting": "own_1t_warm",
  "tables": [
    {"operation": "gemv", "precision": "f32", "setting": "own_1t_warm",
     "axes": [{"name": "m", "knots": [2, 10, 11]}, {"name": "k", "knots": [1, 100]}],
     "latency_s": [8e-6, 305e-6, 24e-6, 321e-6, 26e-6, 323e-6],
     "quality": {"grade": "B"}, "error": {"method": "hold-out", "median": 0.02, "p95": 0.1, "count": 30}},
    {"operation": "relu", "precision": "f64", "setting": "own_2t_cold",
     "axes": [{"name": "elements", "knots": [1000]}], "latency_s": [1e-6]}
  ]
})";

constexpr double gemv_seconds(double m, double k) { return 1e-6 + 2e-6 * m + 3e-6 * k; }

TEST(LoadedProfile, IsExactOnAMultilinearCost) {
  const loaded_profile p = parse_profile(gemv_json);
  for (std::size_t m = 2; m <= 11; ++m) {
    for (std::size_t k = 1; k <= 100; ++k) {
      const double expected = gemv_seconds(static_cast<double>(m), static_cast<double>(k));
      EXPECT_NEAR(p.latency(op::gemv<f32>{.m = m, .k = k}).count(), expected, 1e-12 * expected);
    }
  }
}

TEST(LoadedProfile, SaysWhereAnAnswerComesFrom) {
  const loaded_profile p = parse_profile(gemv_json);
  EXPECT_EQ(p.estimate(op::gemv<f32>{.m = 10, .k = 100}).source, source::measured);
  EXPECT_EQ(p.estimate(op::gemv<f32>{.m = 10, .k = 99}).source, source::interpolated);
  EXPECT_EQ(p.estimate(op::gemv<f32>{.m = 1, .k = 99}).source, source::extrapolated);
  EXPECT_EQ(p.estimate(op::gemv<f32>{.m = 10, .k = 101}).source, source::extrapolated);
}

TEST(LoadedProfile, HoldsUtilisationBeyondTheGrid) {
  const loaded_profile p = parse_profile(gemv_json);
  const estimate edge = p.estimate(op::gemv<f32>{.m = 11, .k = 100});
  const estimate far = p.estimate(op::gemv<f32>{.m = 11'000, .k = 100});
  EXPECT_NEAR(far.efficiency, edge.efficiency, 1e-12 * edge.efficiency);
}

TEST(LoadedProfile, HoldsTheRateOfCachesOnlyForWhatTheyHold) {
  // Measured at ten times the bandwidth of memory.
  const loaded_profile p = parse_profile(R"({
    "schema": 1, "id": "box", "name": "A box",
    "machine": {"cores": 4, "caches": [{"level": 2, "bytes": 1000000}, {"level": 3, "bytes": 8000000, "shared_by": 4}]},
    "settings": [{"id": "own_1t_warm", "backend": "own", "threads": 1, "cache": "warm",
                  "peaks": {"bandwidth_bytes_per_s": 1e9}}],
    "default_setting": "own_1t_warm",
    "tables": [{"operation": "read", "precision": "f32", "setting": "own_1t_warm",
                "axes": [{"name": "bytes", "knots": [1000, 100000]}], "latency_s": [1e-7, 1e-5]}]})");
  const auto latency = [&](std::size_t bytes) { return p.latency(op::read<f32>{.bytes = bytes}).count(); };
  EXPECT_NEAR(latency(10'000'000), 1e-3, 1e-9);  // the four caches of a megabyte and the one of eight hold it
  EXPECT_NEAR(latency(1'012'000'000), 1.0, 1e-9);
}

TEST(LoadedProfile, CompletesTheAnswer) {
  const estimate e = parse_profile(gemv_json).estimate(op::gemv<f32>{.m = 10, .k = 100});
  EXPECT_EQ(e.latency.count(), 321e-6);
  EXPECT_DOUBLE_EQ(e.achieved_flops.value, 2 * 10 * 100 / 321e-6);
  EXPECT_DOUBLE_EQ(e.achieved_bandwidth.value, 4 * (10 * 100 + 100 + 10) / 321e-6);
  EXPECT_DOUBLE_EQ(e.efficiency, 4 * (10 * 100 + 100 + 10) / 1e9 / 321e-6);
  EXPECT_EQ(e.bound, bound::memory);
  EXPECT_EQ(e.error.median, 0.02);
  EXPECT_EQ(e.error.p95, 0.1);
  EXPECT_EQ(e.error.count, 30u);
}

TEST(LoadedProfile, KnowsItsSettings) {
  const loaded_profile p = parse_profile(gemv_json);
  EXPECT_EQ(p.id(), "gemv_box");
  EXPECT_EQ(p.name(), "A box");
  ASSERT_EQ(p.settings().size(), 2u);
  EXPECT_EQ(p.settings()[1].id, "own_2t_cold");
  EXPECT_EQ(p.settings()[1].cache, cache_state::cold);
  EXPECT_EQ(p.settings()[1].threads, 2u);
  EXPECT_EQ(p.default_setting().id, "own_1t_warm");
  EXPECT_EQ(p.default_setting().overhead.count(), 1e-9);
  EXPECT_EQ(p.setting("own_2t_cold").backend, "own");
  EXPECT_EQ(p.setting("").id, "own_1t_warm");
}

TEST(LoadedProfile, NeverMixesSettings) {
  const loaded_profile p = parse_profile(gemv_json);
  EXPECT_TRUE(p.has<op::gemv<f32>>());
  EXPECT_TRUE(p.has<op::gemv<f32>>("own_1t_warm"));
  EXPECT_FALSE(p.has<op::gemv<f32>>("own_2t_cold"));
  EXPECT_FALSE(p.has<op::gemv<f64>>());
  EXPECT_FALSE(p.has<op::relu<f64>>());
  EXPECT_TRUE(p.has<op::relu<f64>>("own_2t_cold"));
  EXPECT_FALSE(p.has<op::relu<f64>>("own_3t_cold"));
  EXPECT_TRUE(p.contains("relu", precision::f64, "own_2t_cold"));
  EXPECT_FALSE(p.contains("relu", precision::f64));
  EXPECT_FALSE(p.contains("rely", precision::f64, "own_2t_cold"));
}

/// The reason and the sentence of the no_table_error that `f` throws.
template <class F>
std::pair<no_answer, std::string> refusal(F&& f) {
  try {
    f();
  } catch (const no_table_error& e) {
    return {e.why(), e.what()};
  }
  ADD_FAILURE() << "answered";
  return {};
}

TEST(LoadedProfile, SaysWhichTableIsMissingWhatIsThereAndWhatToDo) {
  const loaded_profile p = parse_profile(gemv_json);
  const auto [why, what] = refusal([&] { static_cast<void>(p.latency(op::gemm<f64>{.m = 1, .n = 1, .k = 1})); });
  EXPECT_EQ(why, no_answer::no_table);
  EXPECT_EQ(what,
            "profile gemv_box has no table of gemm f64 in setting own_1t_warm, which has: gemv f32; no other setting "
            "has it: measure it with `calib run --ops gemm --precision f64` if `calib run --list` has it, or name a "
            "fallback");
  EXPECT_EQ(refusal([&] { static_cast<void>(p.estimate(op::gemv<f64>{.m = 1, .k = 1})); }).first, no_answer::no_table);
  EXPECT_EQ(refusal([&] { static_cast<void>(p.table<op::gemv<f64>>()); }).first, no_answer::no_table);
}

TEST(LoadedProfile, NamesOnlySettingsThatHaveTheTable) {
  const loaded_profile p = parse_profile(gemv_json);
  const auto [why, what] = refusal([&] { static_cast<void>(p.latency(op::relu<f64>{.elements = 1})); });
  EXPECT_EQ(why, no_answer::no_table);
  EXPECT_THAT(what, HasSubstr("; ask in own_2t_cold, which has it, or measure it with `calib run"));
}

TEST(LoadedProfile, SaysWhichSettingsThereAre) {
  const loaded_profile p = parse_profile(gemv_json);
  const auto [why, what] = refusal([&] { static_cast<void>(p.latency(op::gemv<f32>{.m = 1, .k = 1}, "fast")); });
  EXPECT_EQ(why, no_answer::unknown_setting);
  EXPECT_THAT(what, AllOf(HasSubstr("no setting \"fast\""), HasSubstr("name one of own_1t_warm, own_2t_cold")));
  EXPECT_EQ(refusal([&] { static_cast<void>(p.setting("fast")); }).first, no_answer::unknown_setting);
}

TEST(LoadedProfile, AnswersByName) {
  const loaded_profile p = parse_profile(gemv_json);
  const std::array<std::size_t, 2> dims{7, 50};
  EXPECT_EQ(p.estimate("gemv", precision::f32, dims).latency, p.latency(op::gemv<f32>{.m = 7, .k = 50}));
}

TEST(LoadedProfile, RefusesByNameWhatItCannotAnswer) {
  const loaded_profile p = parse_profile(gemv_json);
  const std::array<std::size_t, 3> dims{7, 50, 1};
  const auto ask = [&](std::string_view operation, precision format, std::size_t count, std::string_view setting = {}) {
    return refusal([&] { static_cast<void>(p.estimate(operation, format, std::span{dims}.first(count), setting)); });
  };
  EXPECT_EQ(ask("gemw", precision::f32, 2).first, no_answer::unknown_operation);
  EXPECT_THAT(ask("gemw", precision::f32, 2).second, HasSubstr("name one of gemm, linear"));
  EXPECT_EQ(ask("gemv", precision::f32, 3).first, no_answer::wrong_rank);
  EXPECT_EQ(ask("gemv", precision::f32, 0).first, no_answer::wrong_rank);
  EXPECT_THAT(ask("gemv", precision::f32, 3).second, HasSubstr("gemv has 2 dimensions, found 3; give m, k"));
  EXPECT_EQ(ask("gemv", precision::f16, 2).first, no_answer::no_table);
  EXPECT_EQ(ask("gemv", precision::f32, 2, "fast").first, no_answer::unknown_setting);
  EXPECT_EQ(ask("gemv", precision::f32, 2, "own_2t_cold").first, no_answer::no_table);
}

TEST(LoadedProfile, AnswersWithoutExceptionsToo) {
  const loaded_profile p = parse_profile(gemv_json);
  static_assert(noexcept(p.try_estimate(op::gemm<f64>{1, 1, 1})));
  static_assert(noexcept(p.find<op::gemm<f64>>()));
  EXPECT_FALSE(p.try_estimate(op::gemm<f64>{.m = 1, .n = 1, .k = 1}).has_value());
  EXPECT_FALSE(p.try_estimate(op::gemv<f32>{.m = 1, .k = 1}, "fast").has_value());
  EXPECT_TRUE(p.try_estimate(op::gemv<f32>{.m = 1, .k = 1}).has_value());
  EXPECT_FALSE(p.find<op::gemm<f64>>().has_value());
  EXPECT_EQ(p.find<op::gemv<f32>>().value().latency({.m = 10, .k = 100}).count(), 321e-6);
}

/// An operation that calib does not list.
struct unlisted {
  std::size_t elements;
  using precision_type = f32;
  static constexpr std::string_view name = "unlisted";
  static constexpr std::array<std::string_view, 1> dimensions{"elements"};
  constexpr std::array<std::size_t, 1> dims() const noexcept { return {elements}; }
  constexpr cost work() const noexcept { return {}; }
};

TEST(LoadedProfile, HasNoTableForOperationsThatCalibDoesNotList) {
  const loaded_profile p = parse_profile(gemv_json);
  EXPECT_FALSE(p.has<unlisted>());
  EXPECT_EQ(refusal([&] { static_cast<void>(p.latency(unlisted{1})); }).first, no_answer::no_table);
}

TEST(LoadedProfile, ABoundTableOutlivesItsProfile) {
  const auto table = [] { return parse_profile(gemv_json).table<op::gemv<f32>>(); }();
  EXPECT_EQ(table.latency({.m = 10, .k = 100}).count(), 321e-6);
  EXPECT_EQ(table.setting().id, "own_1t_warm");
  EXPECT_EQ(table.facts().grade, 'B');
}

TEST(LoadedProfile, StaysWholeWhenMovedFrom) {
  loaded_profile p = parse_profile(gemv_json);
  const loaded_profile q = std::move(p);
  EXPECT_EQ(p.id(), "gemv_box");  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_EQ(q.id(), "gemv_box");
}

TEST(LoadedProfile, ComesFromAFile) {
  const auto path = std::filesystem::path(testing::TempDir()) / "calib_gemv_box.json";
  profile_io::write_atomically(path, gemv_json);
  EXPECT_EQ(load_profile(path).id(), "gemv_box");
  std::filesystem::remove(path);
  EXPECT_THROW(static_cast<void>(load_profile(path)), profile_error);
  EXPECT_THROW(static_cast<void>(load_profile(path)), std::runtime_error);
}

TEST(LoadedProfile, WithoutTablesHasSettingsAndNoAnswers) {
  profile_io::profile_data data = test::full_profile();
  data.tables.clear();
  const loaded_profile p = parse_profile(profile_io::to_json(data));
  EXPECT_EQ(p.settings().size(), 2u);
  EXPECT_FALSE(p.try_estimate(op::gemm<f32>{.m = 1, .n = 1, .k = 1}).has_value());
  EXPECT_THAT(refusal([&] { static_cast<void>(p.latency(op::gemm<f32>{.m = 1, .n = 1, .k = 1})); }).second,
              HasSubstr("has no arithmetic peak for f32"));
}

TEST(LoadedProfile, FindsEveryOperationInEveryPrecision) {
  const loaded_profile p = parse_profile(profile_io::to_json(test::every_operation()));
  std::size_t found = 0;
  for_each_type<all_precisions>([&]<class P>() {
    for_each_operation<P>([&]<class Op>() {
      std::array<std::size_t, rank<Op>> dims{};
      dims.fill(16);
      const auto table = p.find<Op>();
      ASSERT_TRUE(table.has_value()) << Op::name;
      // Inlined for each operation: in one precision, or this file takes half a minute to compile.
      if constexpr (std::is_same_v<P, f32>) {
        EXPECT_EQ(table->latency(from_dims<Op>(dims)).count(), 1e-6) << Op::name;
      }
      EXPECT_EQ(p.estimate(Op::name, P::id, dims).latency.count(), 1e-6) << Op::name;
      ++found;
    });
  });
  const std::size_t pairs = 3;  // of formats, in which there is one operation only
  EXPECT_EQ(found, (precision_count - pairs) * detail::operation_count + pairs);
}

TEST(LoadedProfile, ManyThreadsMayAskAtOnce) {
  const loaded_profile p = parse_profile(gemv_json);
  const auto table = p.table<op::gemv<f32>>();
  const auto sum = [&] {
    double total = 0;
    for (std::size_t i = 0; i < 20'000; ++i) {
      const op::gemv<f32> op{.m = 1 + i % 15, .k = 1 + i % 120};
      const std::array<std::size_t, 2> dims = op.dims();
      total +=
          p.latency(op).count() + table.latency(op).count() + p.estimate("gemv", precision::f32, dims).latency.count();
      total += p.try_estimate(op::relu<f64>{.elements = 1 + i}, "own_2t_cold").value().latency.count();
    }
    return total;
  };
  const double alone = sum();
  double first = 0;
  double second = 0;
  std::thread a([&] { first = sum(); });
  std::thread b([&] { second = sum(); });
  a.join();
  b.join();
  EXPECT_EQ(first, alone);
  EXPECT_EQ(second, alone);
}

}  // namespace
}  // namespace calib
