/// Every operation in C: what the library says of it, and that each way to ask it gives one answer.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "calib/calib.h"
#include "calib/op/list.hpp"
#include "every_path.hpp"
#include "profile_io/writer.hpp"
#include "tests/samples/profile_data.hpp"

namespace calib {
namespace {

/// `json` in both languages.
struct both {
  explicit both(const std::string& json) : loaded{parse_profile(json)} {
    EXPECT_EQ(calib_parse(json.data(), json.size(), &handle), CALIB_OK) << calib_last_error();
  }
  explicit both(const std::filesystem::path& path) : loaded{load_profile(path)} {
    EXPECT_EQ(calib_load(path.c_str(), &handle), CALIB_OK) << calib_last_error();
  }
  both(const both&) = delete;
  both& operator=(const both&) = delete;
  ~both() { calib_free(handle); }

  loaded_profile loaded;
  calib_profile* handle = nullptr;
};

TEST(OperationsInC, AreThoseOfTheLibraryWithTheirDimensions) {
  std::size_t index = 0;
  const auto expect_next = [&]<Operation Op>() {
    SCOPED_TRACE(Op::name);
    ASSERT_LT(index, calib_operation_count());
    EXPECT_EQ(calib_operation_name(index), Op::name);
    calib_operation_info info{};
    ASSERT_EQ(calib_describe_operation(calib_operation_name(index), &info), CALIB_OK);
    EXPECT_EQ(info.name, Op::name);
    EXPECT_EQ(info.is_lowered, Lowered<Op> ? 1 : 0);
    ASSERT_EQ(info.dim_count, rank<Op>);
    for (std::size_t d = 0; d < rank<Op>; ++d) EXPECT_EQ(info.dims[d], Op::dimensions[d]);
    ++index;
  };
  for_each_operation<f32>(expect_next);
  for_each_lowered_operation<f32>(expect_next);
  EXPECT_EQ(index, calib_operation_count());
}

TEST(OperationsInC, HavePrecisionsByName) {
  ASSERT_EQ(calib_precision_count(), precision_count);
  for (std::size_t p = 0; p < precision_count; ++p) EXPECT_EQ(calib_precision_name(p), precisions[p].name);
}

/// As many shapes as are asked for: eight of each operation in each precision that it exists in.
std::size_t shapes_of_all_operations() {
  constexpr std::size_t pairs = 3;  // of formats, in which there is linear only
  return 8 * (calib_operation_count() * (calib_precision_count() - pairs) + pairs);
}

TEST(OperationsInC, AnswerByEveryPathWhereAllAreMeasured) {
  const both profile{profile_io::to_json(test::every_operation())};
  const std::size_t all = shapes_of_all_operations();
  EXPECT_EQ(test::compare_every_path(profile.handle, profile.loaded, nullptr), all);
  EXPECT_EQ(test::compare_every_path(profile.handle, profile.loaded, "own_cold"), all);
  EXPECT_EQ(test::compare_every_path(profile.handle, profile.loaded, "own_1t_warm"), 0u) << "no table in this one";
}

TEST(OperationsInC, AnswerByEveryPathWhereSomeFormsAreMeasured) {
  const both profile{std::filesystem::path{CALIB_TEST_LOWERED_BOX}};
  const std::size_t answered = test::compare_every_path(profile.handle, profile.loaded, nullptr);
  EXPECT_GT(answered, 8u * 6) << "six tables, and shapes of lowered operations";
}

TEST(OperationsInC, AnswerByEveryPathWhereShapesHaveClasses) {
  const both profile{std::filesystem::path{CALIB_TEST_CLASSED_BOX}};
  EXPECT_EQ(test::compare_every_path(profile.handle, profile.loaded, nullptr), 8u);
}

TEST(OperationsInC, AnswerByTheRooflineWhereThereAreOnlyPeaks) {
  const both profile{std::filesystem::path{CALIB_TEST_DATASHEET_BOX}};
  // One arithmetic peak, and bandwidth: all but the call in one precision, and in the others what only moves data.
  std::size_t moving = 0;
  const auto count = [&]<class Op>() {
    moving += detail::kinds_of_work<Op> == work_kinds{.arithmetic = false, .traffic = true} ? 1U : 0U;
  };
  for_each_operation<f64>(count);
  for_each_lowered_operation<f64>(count);
  EXPECT_GT(moving, 0u);
  EXPECT_EQ(test::compare_every_path(profile.handle, profile.loaded, nullptr),
            8 * (calib_operation_count() - 1 + moving * (calib_precision_count() - 4)))
      << "three of the precisions are pairs of formats";
  EXPECT_EQ(test::compare_every_path(profile.handle, profile.loaded, "unknown"), 0u) << "no peak, no roofline";
}

TEST(OperationsInC, AnswerByEveryPathWithFallbacks) {
  const both profile{std::filesystem::path{CALIB_TEST_LOWERED_BOX}};
  const both other{profile_io::to_json(test::every_operation())};
  calib_profile* cold = nullptr;
  ASSERT_EQ(calib_in_setting(other.handle, "own_cold", &cold), CALIB_OK);
  const calib_fallback steps[] = {
      {.kind = CALIB_FALL_BACK_ON_PRECISION,
       .setting = nullptr,
       .precision = CALIB_F32,
       .profile = nullptr,
       .ratio = 0},
      {.kind = CALIB_FALL_BACK_ON_ROOFLINE, .setting = nullptr, .precision = CALIB_F64, .profile = nullptr, .ratio = 0},
      {.kind = CALIB_FALL_BACK_ON_PROFILE, .setting = nullptr, .precision = CALIB_F64, .profile = cold, .ratio = 2.5}};
  const fallback_list all{fallback_step::scale_precision(precision::f32), fallback_step::roofline(),
                          fallback_step::other_profile(other.loaded, "own_cold", 2.5)};
  for (const std::size_t count : {0U, 1U, 2U, 3U}) {
    calib_profile* handle = nullptr;
    ASSERT_EQ(calib_with_fallbacks(profile.handle, steps, count, &handle), CALIB_OK) << calib_last_error();
    const fallback_list first(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    const std::size_t answered = test::compare_every_path(handle, profile.loaded, nullptr, first);
    if (count == 3) {
      EXPECT_EQ(answered, shapes_of_all_operations());
    }
    for (std::uint16_t step = 0; step <= count; ++step)
      EXPECT_EQ(calib_step_name(handle, step), step_name(step, first));
    EXPECT_EQ(calib_step_name(handle, static_cast<std::uint32_t>(count < 1 ? 2 : count + 1)), nullptr);
    calib_free(handle);
  }
  calib_free(cold);
}

TEST(ProfilesInC, AreDescribedAsInCpp) {
  const profile_io::profile_data data = test::full_profile();
  const both profile{profile_io::to_json(data)};
  calib_profile_info info{};
  ASSERT_EQ(calib_describe_profile(profile.handle, &info), CALIB_OK);
  EXPECT_EQ(info.id, data.id);
  EXPECT_EQ(info.name, data.name);
  EXPECT_EQ(info.setting, data.default_setting);
  ASSERT_EQ(info.setting_count, data.settings.size());
  ASSERT_EQ(info.table_count, data.tables.size());
  for (std::size_t i = 0; i < info.setting_count; ++i) {
    calib_setting_info setting{};
    ASSERT_EQ(calib_describe_setting(profile.handle, i, &setting), CALIB_OK);
    const setting_facts& expected = profile.loaded.settings()[i];
    EXPECT_EQ(setting.id, expected.id);
    EXPECT_EQ(setting.backend, expected.backend);
    EXPECT_EQ(setting.version, expected.version);
    EXPECT_EQ(setting.threads, expected.threads);
    EXPECT_EQ(setting.cache, name(expected.cache));
    EXPECT_EQ(setting.overhead_s, expected.overhead.count());
  }
  for (std::size_t i = 0; i < info.table_count; ++i) {
    calib_table_info table{};
    ASSERT_EQ(calib_describe_table(profile.handle, i, &table), CALIB_OK);
    const profile_io::table_data& expected = data.tables[i];
    EXPECT_EQ(table.operation, expected.operation);
    EXPECT_EQ(table.precision, static_cast<calib_precision>(expected.precision));
    EXPECT_EQ(table.setting, expected.setting);
    EXPECT_EQ(table.grade, expected.quality.grade);
    EXPECT_EQ(table.error_median, expected.error.median);
    EXPECT_EQ(table.error_p95, expected.error.p95);
    EXPECT_EQ(table.error_count, expected.error.count);
  }
}

}  // namespace
}  // namespace calib
