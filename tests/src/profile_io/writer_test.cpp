#include "profile_io/writer.hpp"

#include <clocale>
#include <filesystem>
#include <limits>
#include <locale>
#include <ostream>

#include "expect_fault.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/text_file.hpp"
#include "tests/samples/profile_data.hpp"

namespace calib {
namespace profile_io {

/// What a comparison that fails shows.
void PrintTo(const profile_data& p, std::ostream* out) { *out << to_json(p); }

}  // namespace profile_io

namespace {

using profile_io::profile_data;

profile_data again(const profile_data& p) { return profile_io::read_profile_text(profile_io::to_json(p), "again"); }

TEST(Writer, WhatItWritesReadsBackEqual) {
  EXPECT_EQ(test::full_profile(), again(test::full_profile()));
  EXPECT_EQ(test::every_operation(), again(test::every_operation()));
}

TEST(Writer, WhatPeopleWroteSurvivesARoundTrip) {
  const profile_data p = profile_io::read_profile_text(test::plain_json, "plain");
  EXPECT_EQ(p.tables.at(0).latency_s, (std::vector<double>{1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6}));
  EXPECT_EQ(p.machine.caches.at(0).shared_by, 1u);
  EXPECT_EQ(p.theoretical.peaks.arithmetic(precision::f32), flops_per_second{1e11});
  EXPECT_EQ(p.tables.at(0).quality.rejected, 0.125);
  EXPECT_EQ(p, again(p));
}

TEST(Writer, WritesEveryShippedProfileAsItIs) {
  std::size_t profiles = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CALIB_TEST_PROFILES)) {
    const std::filesystem::path& file = entry.path();
    if (file.extension() != ".json" || file.stem() == "schema") continue;
    const std::string text = profile_io::read_text(file);
    // Not EXPECT_EQ, which would look for the differences in megabytes.
    EXPECT_TRUE(profile_io::to_json(profile_io::read_profile_text(text, file.string())) == text) << file;
    ++profiles;
  }
  EXPECT_GT(profiles, 0U);
}

TEST(Writer, TextIsLaidOutForPeople) {
  profile_data p;
  p.id = "box";
  p.name = "Box";
  p.theoretical.peaks.flops_per_s[1] = 1e11;
  p.settings = {{.id = "own_1t_warm",
                 .backend = "own",
                 .version = "",
                 .threads = 1,
                 .cache = cache_state::warm,
                 .peaks = {},
                 .overhead_s = 0,
                 .details = ""}};
  p.default_setting = "own_1t_warm";
  profile_io::table_data t;
  t.operation = "gemv";
  t.precision = precision::f32;
  t.setting = "own_1t_warm";
  t.axes = {{"m", {8, 16}, axis_phase{.period = 8, .weight = 0.5}},
            {"k", {32, 64, 128}, {}, profile_io::range_data{64, 128}}};
  t.latency_s = {1e-6, 2e-6, 3e-6, 4.5e-6, 0.001, 1};
  t.quality.grade = 'A';
  t.misfits = {.shapes = 48, .count = 2, .worst = {{{8, 64}, 1e-6, 3e-6}, {{16, 64}, 2e-6, 1e-6}}};
  p.tables = {t};
  EXPECT_EQ(profile_io::to_json(p), R"({
  "schema": 1,
  "id": "box",
  "name": "Box",
  "theoretical_peaks": {
    "flops_per_s": {"f32": 1e+11}
  },
  "settings": [
    {
      "id": "own_1t_warm",
      "backend": "own",
      "threads": 1,
      "cache": "warm"
    }
  ],
  "default_setting": "own_1t_warm",
  "tables": [
    {
      "operation": "gemv",
      "precision": "f32",
      "setting": "own_1t_warm",
      "axes": [
        {"name": "m", "knots": [8, 16], "phase": {"period": 8, "weight": 0.5}},
        {"name": "k", "knots": [32, 64, 128], "measured": [64, 128]}
      ],
      "latency_s": [
        1e-06, 2e-06, 3e-06,
        4.5e-06, 0.001, 1
      ],
      "misfits": {
        "shapes": 48,
        "count": 2,
        "worst": [
          {"dims": [8, 64], "measured_s": 1e-06, "predicted_s": 3e-06},
          {"dims": [16, 64], "measured_s": 2e-06, "predicted_s": 1e-06}
        ]
      },
      "quality": {"grade": "A"}
    }
  ]
}
)");
}

TEST(Writer, MisfitsAreLeftOutWhereNothingWasCompared) {
  profile_data p = test::full_profile();
  const auto found = profile_io::read_profile_text(profile_io::to_json(p), "written").tables.at(0).misfits;
  ASSERT_GT(found.count, 0U);
  EXPECT_EQ(found, p.tables[0].misfits);
  p.tables[0].misfits = {};
  EXPECT_THAT(profile_io::to_json(p), testing::Not(testing::HasSubstr("misfits")));
}

TEST(Writer, TablesLeftOutAreOneALineAndOnlyThereIfAny) {
  EXPECT_THAT(profile_io::to_json(test::full_profile()), testing::HasSubstr(R"(
  "left_out": [
    {"operation": "gemm", "precision": "f64", "setting": "own_1t_warm", "reason": "gemm f64 m=7 n=17 k=65: wrong result"},
)"));
  profile_data none = test::full_profile();
  none.left_out.clear();
  EXPECT_THAT(profile_io::to_json(none), testing::Not(testing::HasSubstr("left_out")));
}

TEST(Writer, AHistoryIsThereOnlyIfAny) {
  EXPECT_THAT(profile_io::to_json(test::full_profile()), testing::HasSubstr(R"(
  "history": [
    {
      "condition": "1t_warm",
      "time_s": [0, 1.5, 1.5, 30.25],
      "clock_hz": [3.1e+09, 3.1e+09, 2.9e+09, 3.05e+09],
)"));
  profile_data none = test::full_profile();
  none.history.clear();
  EXPECT_THAT(profile_io::to_json(none), testing::Not(testing::HasSubstr("history")));
}

TEST(Writer, SameBytesEveryTime) {
  EXPECT_EQ(profile_io::to_json(test::full_profile()), profile_io::to_json(test::full_profile()));
  EXPECT_EQ(profile_io::to_json(again(test::full_profile())), profile_io::to_json(test::full_profile()));
}

/// A decimal comma and grouped thousands, as in Germany, which may not be installed.
struct german : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Writer, SameBytesUnderAnotherStreamLocale) {
  const std::string text = profile_io::to_json(test::full_profile());
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new german));
  const std::string other = profile_io::to_json(test::full_profile());
  const profile_data read = again(test::full_profile());
  std::locale::global(before);
  EXPECT_EQ(text, other);
  EXPECT_EQ(read, test::full_profile());
}

TEST(Writer, SameBytesUnderAnotherCLocale) {
  const std::string text = profile_io::to_json(test::full_profile());
  ASSERT_NE(std::setlocale(LC_ALL, "de_DE.UTF-8"), nullptr) << "the build makes this locale and shows it by LOCPATH";
  const std::string other = profile_io::to_json(test::full_profile());
  const profile_data read = again(test::full_profile());
  std::setlocale(LC_ALL, "C");
  EXPECT_EQ(text, other);
  EXPECT_EQ(read, test::full_profile());
}

TEST(Writer, RefusesWhatTheReaderWouldRefuse) {
  const auto refused = [](const profile_data& p, profile_fault code, std::string_view pointer,
                          std::string_view remedy) {
    test::expect_fault([&] { static_cast<void>(profile_io::to_json(p)); }, code, pointer, remedy);
  };
  profile_data p = test::full_profile();
  p.tables[0].latency_s[4] = std::numeric_limits<double>::quiet_NaN();
  refused(p, profile_fault::wrong_value, "/tables/0/latency_s/4", "remeasure");
  p.tables[0].latency_s[4] = std::numeric_limits<double>::infinity();
  refused(p, profile_fault::wrong_value, "/tables/0/latency_s/4", "remeasure");
  p = test::full_profile();
  p.measured.clock_hz = std::numeric_limits<double>::quiet_NaN();
  refused(p, profile_fault::wrong_value, "/measured_peaks/clock_hz", "leave it out");
  p = test::full_profile();
  p.tables[1].quality.grade = 'x';
  refused(p, profile_fault::wrong_value, "/tables/1/quality/grade", "leave it out");
  p = test::full_profile();
  p.schema = 2;
  refused(p, profile_fault::schema_too_new, "/schema", "update calib");
  p = test::full_profile();
  p.history[0].time_s[3] = std::numeric_limits<double>::infinity();
  refused(p, profile_fault::wrong_value, "/history/0/time_s/3", "sort the points");
  p = test::full_profile();
  p.environment["cpu"] = "Latin-1: \xb5";
  refused(p, profile_fault::wrong_value, "", "UTF-8");
}

TEST(Writer, AProfileWithoutTablesIsWritten) {
  profile_data p = test::full_profile();
  p.tables.clear();
  EXPECT_EQ(p, again(p));
  EXPECT_THAT(profile_io::to_json(p), testing::HasSubstr("\"tables\": []"));
}

}  // namespace
}  // namespace calib
