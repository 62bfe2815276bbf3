/// Fallbacks of a loaded profile: the answers of a mapper with the same ones, and what is said where none has any.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <ratio>

#include "calib/profiles/lowered_box.hpp"
#include "compare_mappers.hpp"
#include "tests/samples/compiled_profile.hpp"
#include "twin.hpp"

namespace calib {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using box = profiles::sample_box;
using warm = setting::sample_1t_warm;
using cold = setting::sample_2t_cold;

loaded_profile load_box() { return parse_profile(test::json_of<box>()); }
loaded_profile load_other_box() { return parse_profile(test::json_of<profiles::other_box>()); }

/// Random shapes of each operation, in both mappers; where the compiled one does not compile, the loaded one refuses.
template <class Compiled, class... Op>
void expect_alike(const loaded_profile& loaded, const fallback_list& fallbacks) {
  const std::string_view setting = Compiled::facts().id;
  std::mt19937_64 random(7);
  const auto compare = [&]<class One>(const One*) {
    for (int i = 0; i < 50; ++i) {
      auto dims = test::usual_shape<One>(1);
      do {
        for (std::size_t d = 0; d < dims.size(); ++d) {
          if (!One::has_default[d]) dims[d] = 1 + random() % (i % 2 == 0 ? 300 : 30'000);
        }
      } while (!from_dims<One>(dims).valid());
      const auto op = from_dims<One>(dims);
      SCOPED_TRACE(test::shown(op));
      if constexpr (Compiled::template answers<One>) {
        const estimate expected = Compiled::estimate(op);
        EXPECT_EQ(loaded.estimate(op, setting, fallbacks), expected);
        EXPECT_EQ(loaded.latency(op, setting, fallbacks), Compiled::latency(op));
        EXPECT_EQ(loaded.try_estimate(op, setting, fallbacks).value(), expected);
        EXPECT_EQ(loaded.estimate(One::name, precision_of<One>, dims, setting, fallbacks), expected);
        EXPECT_EQ(step_name(expected.step, fallbacks), Compiled::step_name(expected));
      } else {
        EXPECT_FALSE(loaded.try_estimate(op, setting, fallbacks));
        EXPECT_THROW((void)loaded.latency(op, setting, fallbacks), no_table_error);
        EXPECT_THROW((void)loaded.estimate(One::name, precision_of<One>, dims, setting, fallbacks), no_table_error);
      }
    }
  };
  (compare(static_cast<const Op*>(nullptr)), ...);
}

template <class Setting, class Fallback>
void expect_alike_in_box(const fallback_list& fallbacks) {
  expect_alike<mapper<box, Setting, Fallback>, op::gemm<f32>, op::gemm<f64>, op::gemm<i8>, op::copy<f64>, op::copy<f32>,
               op::copy<i8>, op::linear<f64>, op::batched_gemm<f64>, op::dispatch<f64>, op::dot<f64>, op::dot<f16>,
               op::conv2d<f32>, op::max_pool<f32>>(load_box(), fallbacks);
}

constexpr std::string_view two_formats = R"({"schema":1,"id":"box","name":"box","settings":[{"id":"a_1t_warm",
"backend":"a","version":"1","threads":1,"cache":"warm","peaks":{"flops_per_s":{"f32":1e11,"i8":4e11},
"bandwidth_bytes_per_s":1e10}}],"default_setting":"a_1t_warm","tables":[{"operation":"gemm","precision":"f32",
"setting":"a_1t_warm","axes":[{"name":"m","knots":[1,64]},{"name":"n","knots":[1,64]},{"name":"k","knots":[1,64]}],
"latency_s":[1e-7,2e-7,3e-7,4e-7,5e-7,6e-7,7e-7,8e-7],"source":{"name":"x"}}]})";

TEST(FallbackList, ReadsTheTableOfAFormatInWhichThereIsNoSuchShape) {
  constexpr op::gemm<i8> narrow{.m = 1, .n = 90'000'000, .k = 90'000'000};
  constexpr op::gemm<f32> wide{.m = narrow.m, .n = narrow.n, .k = narrow.k};
  static_assert(narrow.valid() && !wide.valid(), "four times the bytes are more than can be");
  const loaded_profile loaded = parse_profile(two_formats);
  const fallback_list from_wide{fallback_step::scale_precision(precision::f32)};
  const estimate found = loaded.estimate(narrow, {}, from_wide);
  EXPECT_EQ(found.source, source::scaled);
  EXPECT_GT(found.latency.count(), 0.1) << "8.1e15 bytes";
  EXPECT_EQ(loaded.estimate("gemm", precision::i8, narrow.dims(), {}, from_wide), found);
  EXPECT_EQ(loaded.try_estimate(narrow, {}, from_wide), found);
}

TEST(FallbackList, AnswersAsTheMapperDoesByEachRule) {
  expect_alike_in_box<warm, fallback::error>({});
  expect_alike_in_box<warm, fallback::roofline>({fallback_step::roofline()});
  expect_alike_in_box<warm, fallback::scale_precision<f32>>({fallback_step::scale_precision(precision::f32)});
  expect_alike_in_box<warm, fallback::scale_precision<f64>>({fallback_step::scale_precision(precision::f64)});
  expect_alike_in_box<cold, fallback::other_setting<warm, std::ratio<1, 3>>>(
      {fallback_step::other_setting("sample_1t_warm", 1.0 / 3.0)});
  expect_alike_in_box<warm, fallback::other_profile<profiles::other_box, warm, std::ratio<3, 2>>>(
      {fallback_step::other_profile(load_other_box(), {}, 1.5)});
}

TEST(FallbackList, AnswersAsTheMapperDoesByOneRuleAfterAnother) {
  using chain = fallback::first_of<fallback::other_setting<warm>, fallback::scale_precision<f32>,
                                   fallback::other_profile<profiles::other_box>, fallback::roofline>;
  const fallback_list list{fallback_step::other_setting("sample_1t_warm"),
                           fallback_step::scale_precision(precision::f32),
                           fallback_step::other_profile(load_other_box(), "sample_1t_warm"), fallback_step::roofline()};
  expect_alike_in_box<cold, chain>(list);
  const loaded_profile loaded = load_box();
  const auto step_of = [&](const auto& op) { return loaded.estimate(op, "sample_2t_cold", list).step; };
  EXPECT_EQ(step_of(op::gemm<f32>{64, 64, 64}), 0U);
  EXPECT_EQ(step_of(op::copy<f64>{.bytes = 64}), 1U);
  EXPECT_EQ(step_of(op::gemm<f64>{64, 64, 64}), 2U);
  EXPECT_EQ(step_of(op::dot<f64>{.elements = 64}), 4U);
}

TEST(FallbackList, TakesTheTablesOfFormsFirst) {
  using lenient = mapper<profiles::lowered_box, setting::own_1t_warm, fallback::roofline>;
  expect_alike<lenient, op::conv2d<f32>, op::max_pool<f32>, op::attention_decode<f32>, op::softmax<f32>>(
      load_profile(CALIB_TEST_LOWERED_BOX), {fallback_step::roofline()});
}

TEST(FallbackList, ReplacesTheRooflineOfAProfileWithoutTables) {
  const loaded_profile sheet = load_profile(CALIB_TEST_DATASHEET_BOX);
  const op::gemm<f32> product{64, 64, 64};
  EXPECT_EQ(sheet.estimate(product).step, 1U);
  EXPECT_EQ(step_name(1, {}), "roofline");
  EXPECT_FALSE(sheet.try_estimate(product, {}, {fallback_step::other_setting("unknown")}));
  EXPECT_EQ(sheet.estimate(product, {}, {fallback_step::other_setting("unknown"), fallback_step::roofline()}).step, 2U);
}

TEST(FallbackList, KeepsTheOtherProfile) {
  const fallback_list list = [] { return fallback_list{fallback_step::other_profile(load_other_box())}; }();
  EXPECT_EQ(load_box().latency(op::gemm<f64>{64, 64, 64}, {}, list).count(), 2e-5);
  EXPECT_EQ(list.front().name(), "other_profile=other_box:sample_1t_warm");
}

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

TEST(FallbackList, SaysWhatHadNoAnswer) {
  const loaded_profile p = load_box();
  const fallback_list list{fallback_step::other_setting("sample_2t_cold"),
                           fallback_step::scale_precision(precision::f64)};
  const auto [why, what] = refusal([&] { (void)p.latency(op::dot<f32>{.elements = 9}, {}, list); });
  EXPECT_EQ(why, no_answer::no_table);
  EXPECT_THAT(what, AllOf(HasSubstr("no table of dot f32"), HasSubstr("another fallback"),
                          HasSubstr("(no answer: other_setting=sample_2t_cold, scale_precision=f64)")));
}

TEST(FallbackList, NamesThePeakThatScalingLacks) {
  const auto [why, what] = refusal([] {
    (void)load_box().latency(op::gemm<i8>{9, 9, 9}, {}, {fallback_step::scale_precision(precision::f64)});
  });
  EXPECT_EQ(why, no_answer::no_table);
  EXPECT_THAT(what, HasSubstr("(no answer: scale_precision=f64 has no arithmetic peak for i8)"));
}

TEST(FallbackList, NamesThePeakThatItsRooflineLacks) {
  const auto [why, what] = refusal([&] {
    (void)load_box().latency(op::gemm<i8>{9, 9, 9}, {}, {fallback_step::roofline()});
  });
  EXPECT_EQ(why, no_answer::no_peak);
  EXPECT_EQ(what,
            "gemm i8: profile sample_box has no arithmetic peak for i8 in setting sample_1t_warm, and no table of gemm "
            "i8, so its roofline is unknown; add /settings/0/peaks/flops_per_s/i8 to it, or ask in one of f64, f32");
}

TEST(FallbackList, RefusesSettingsThatAreNotThere) {
  const loaded_profile p = load_box();
  const fallback_list list{fallback_step::other_setting("fast"), fallback_step::roofline()};
  const op::dot<f32> dot{.elements = 9};
  const auto [why, what] = refusal([&] { (void)p.latency(dot, {}, list); });
  EXPECT_EQ(why, no_answer::unknown_setting);
  EXPECT_THAT(what, AllOf(HasSubstr("\"fast\""), HasSubstr("sample_1t_warm, sample_2t_cold")));
  EXPECT_FALSE(p.try_estimate(dot, {}, list));
  EXPECT_EQ(refusal([&] { (void)p.latency(dot, "fast", {fallback_step::roofline()}); }).first,
            no_answer::unknown_setting);
  EXPECT_EQ(refusal([&] { (void)fallback_step::other_profile(p, "fast"); }).first, no_answer::unknown_setting);
}

TEST(FallbackList, RefusesRatiosThatAreNone) {
  for (const double ratio :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW((void)fallback_step::other_setting("sample_1t_warm", ratio), fallback_error);
    EXPECT_THROW((void)fallback_step::other_profile(load_box(), {}, ratio), fallback_error);
  }
}

}  // namespace
}  // namespace calib
