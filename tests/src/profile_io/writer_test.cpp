#include "profile_io/writer.hpp"

#include <clocale>
#include <limits>
#include <locale>

#include "expect_fault.hpp"
#include "profile_io/reader.hpp"
#include "sample_profile.hpp"

namespace calib {
namespace {

using profile_io::profile_data;

void expect_equal(const machine_peaks& a, const machine_peaks& b) {
  EXPECT_EQ(a.flops_per_s, b.flops_per_s);
  EXPECT_EQ(a.bandwidth_bytes_per_s, b.bandwidth_bytes_per_s);
}

void expect_equal(const profile_io::peak_data& a, const profile_io::peak_data& b) {
  expect_equal(a.peaks, b.peaks);
  EXPECT_EQ(a.clock_hz, b.clock_hz);
  EXPECT_EQ(a.source, b.source);
}

void expect_equal(const profile_io::machine_data& a, const profile_io::machine_data& b) {
  EXPECT_EQ(a.cpu, b.cpu);
  EXPECT_EQ(a.architecture, b.architecture);
  EXPECT_EQ(a.isa, b.isa);
  EXPECT_EQ(a.cores, b.cores);
  EXPECT_EQ(a.memory_bytes, b.memory_bytes);
  EXPECT_EQ(a.hypervisor, b.hypervisor);
  ASSERT_EQ(a.caches.size(), b.caches.size());
  for (std::size_t i = 0; i < a.caches.size(); ++i) {
    EXPECT_EQ(a.caches[i].level, b.caches[i].level);
    EXPECT_EQ(a.caches[i].bytes, b.caches[i].bytes);
    EXPECT_EQ(a.caches[i].shared_by, b.caches[i].shared_by);
  }
}

void expect_equal(const profile_io::setting_data& a, const profile_io::setting_data& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.backend, b.backend);
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.threads, b.threads);
  EXPECT_EQ(a.cache, b.cache);
  expect_equal(a.peaks, b.peaks);
  EXPECT_EQ(a.overhead_s, b.overhead_s);
  EXPECT_EQ(a.details, b.details);
}

void expect_equal(const profile_io::table_data& a, const profile_io::table_data& b) {
  EXPECT_EQ(a.operation, b.operation);
  EXPECT_EQ(a.precision, b.precision);
  EXPECT_EQ(a.setting, b.setting);
  ASSERT_EQ(a.axes.size(), b.axes.size());
  for (std::size_t i = 0; i < a.axes.size(); ++i) {
    EXPECT_EQ(a.axes[i].name, b.axes[i].name);
    EXPECT_EQ(a.axes[i].knots, b.axes[i].knots);
    ASSERT_EQ(a.axes[i].measured.has_value(), b.axes[i].measured.has_value());
    if (a.axes[i].measured) {
      EXPECT_EQ(a.axes[i].measured->first, b.axes[i].measured->first);
      EXPECT_EQ(a.axes[i].measured->last, b.axes[i].measured->last);
    }
    ASSERT_EQ(a.axes[i].phase.has_value(), b.axes[i].phase.has_value());
    if (!a.axes[i].phase) continue;
    EXPECT_EQ(a.axes[i].phase->period, b.axes[i].phase->period);
    EXPECT_EQ(a.axes[i].phase->weight, b.axes[i].phase->weight);
    EXPECT_EQ(a.axes[i].phase->remainder, b.axes[i].phase->remainder);
  }
  for (std::size_t i = 0; i < a.classes.size(); ++i) {
    EXPECT_EQ(a.classes[i].rule, b.classes[i].rule);
    EXPECT_EQ(a.classes[i].amount, b.classes[i].amount);
    EXPECT_EQ(a.classes[i].axis, b.classes[i].axis);
  }
  EXPECT_EQ(a.latency_s, b.latency_s);
  EXPECT_EQ(a.wall_latency_s, b.wall_latency_s);
  EXPECT_EQ(a.fitted, b.fitted);
  EXPECT_EQ(a.measurements.dims, b.measurements.dims);
  EXPECT_EQ(a.measurements.latency_s, b.measurements.latency_s);
  EXPECT_EQ(a.quality.grade, b.quality.grade);
  EXPECT_EQ(a.quality.points, b.quality.points);
  EXPECT_EQ(a.quality.interval, b.quality.interval);
  EXPECT_EQ(a.quality.rejected, b.quality.rejected);
  EXPECT_EQ(a.quality.flags, b.quality.flags);
  EXPECT_EQ(a.quality.between_launches, b.quality.between_launches);
  EXPECT_EQ(a.error.median, b.error.median);
  EXPECT_EQ(a.error.p95, b.error.p95);
  EXPECT_EQ(a.error.count, b.error.count);
  EXPECT_EQ(a.error_method, b.error_method);
  EXPECT_EQ(a.source.name, b.source.name);
  EXPECT_EQ(a.source.url, b.source.url);
  EXPECT_EQ(a.source.licence, b.source.licence);
  EXPECT_EQ(a.source.conditions, b.source.conditions);
}

void expect_equal(const profile_data& a, const profile_data& b) {
  EXPECT_EQ(a.schema, b.schema);
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.created, b.created);
  expect_equal(a.machine, b.machine);
  expect_equal(a.theoretical, b.theoretical);
  expect_equal(a.measured, b.measured);
  EXPECT_EQ(a.environment, b.environment);
  ASSERT_EQ(a.settings.size(), b.settings.size());
  for (std::size_t i = 0; i < a.settings.size(); ++i) expect_equal(a.settings[i], b.settings[i]);
  EXPECT_EQ(a.default_setting, b.default_setting);
  ASSERT_EQ(a.tables.size(), b.tables.size());
  for (std::size_t i = 0; i < a.tables.size(); ++i) expect_equal(a.tables[i], b.tables[i]);
  EXPECT_EQ(a.left_out, b.left_out);
}

profile_data again(const profile_data& p) { return profile_io::read_profile_text(profile_io::to_json(p), "again"); }

TEST(Writer, WhatItWritesReadsBackEqual) {
  expect_equal(test::full_profile(), again(test::full_profile()));
  expect_equal(test::every_operation(), again(test::every_operation()));
}

TEST(Writer, WhatPeopleWroteSurvivesARoundTrip) {
  const profile_data p = profile_io::read_profile_text(test::plain_json, "plain");
  EXPECT_EQ(p.tables.at(0).latency_s, (std::vector<double>{1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6}));
  EXPECT_EQ(p.machine.caches.at(0).shared_by, 1u);
  EXPECT_EQ(p.theoretical.peaks.arithmetic(precision::f32), flops_per_second{1e11});
  EXPECT_EQ(p.tables.at(0).quality.rejected, 0.125);
  expect_equal(p, again(p));
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
      "quality": {"grade": "A"}
    }
  ]
}
)");
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
  expect_equal(read, test::full_profile());
}

TEST(Writer, SameBytesUnderAnotherCLocale) {
  const std::string text = profile_io::to_json(test::full_profile());
  if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr && std::setlocale(LC_ALL, "de_DE") == nullptr) {
    GTEST_SKIP() << "no locale de_DE here";
  }
  const std::string other = profile_io::to_json(test::full_profile());
  const profile_data read = again(test::full_profile());
  std::setlocale(LC_ALL, "C");
  EXPECT_EQ(text, other);
  expect_equal(read, test::full_profile());
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
  p.environment["cpu"] = "Latin-1: \xb5";
  refused(p, profile_fault::wrong_value, "", "UTF-8");
}

TEST(Writer, AProfileWithoutTablesIsWritten) {
  profile_data p = test::full_profile();
  p.tables.clear();
  expect_equal(p, again(p));
  EXPECT_THAT(profile_io::to_json(p), testing::HasSubstr("\"tables\": []"));
}

}  // namespace
}  // namespace calib
