#include "emit/header_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <fstream>
#include <iterator>
#include <locale>
#include <sstream>
#include <string>

#include "calib/op/list.hpp"
#include "calib/profile_error.hpp"
#include "emit/operation_header.hpp"
#include "profile_io/sha256.hpp"
#include "tests/samples/header_profile.hpp"

namespace {

using calib::profile_error;
using calib::emit::content_sha256;
using calib::emit::header_text;
using calib::test::header_profile;
using ::testing::HasSubstr;
using ::testing::Not;

std::string golden() {
  std::ifstream file(CALIB_GOLDEN_HEADER, std::ios::binary);
  EXPECT_TRUE(file) << "cannot read " << CALIB_GOLDEN_HEADER;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A locale such as many in Europe: decimal comma, digits in groups.
struct comma_numbers : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

class with_comma_locale {
 public:
  with_comma_locale() : before_(std::locale::global(std::locale(std::locale::classic(), new comma_numbers))) {
    // Where the system has such a locale, C functions see it too.
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"}) {
      if (std::setlocale(LC_ALL, name) != nullptr) break;  // NOLINT(concurrency-mt-unsafe): one thread
    }
  }
  with_comma_locale(const with_comma_locale&) = delete;
  with_comma_locale& operator=(const with_comma_locale&) = delete;
  ~with_comma_locale() {
    std::locale::global(before_);
    std::setlocale(LC_ALL, "C");  // NOLINT(concurrency-mt-unsafe): one thread
  }

 private:
  std::locale before_;
};

TEST(HeaderWriter, WritesTheGoldenHeader) {
  // To renew it: emit_golden > tests/generators/emit/golden/sample.hpp, and read the difference.
  EXPECT_EQ(header_text(header_profile()), golden());
}

TEST(HeaderWriter, WritesTheSameTextTwice) { EXPECT_EQ(header_text(header_profile()), header_text(header_profile())); }

TEST(HeaderWriter, WritesTheSameTextUnderAnotherLocale) {
  const with_comma_locale locale;
  std::ostringstream probe;
  probe << 1234.5;
  ASSERT_EQ(probe.str(), "1.234,5") << "the locale is not in force";
  EXPECT_EQ(header_text(header_profile()), golden());
}

TEST(HeaderWriter, DoesNotDependOnTheOrderOfTheJson) {
  auto profile = header_profile();
  std::reverse(profile.settings.begin(), profile.settings.end());
  std::reverse(profile.tables.begin(), profile.tables.end());
  EXPECT_EQ(header_text(profile), header_text(header_profile()));
}

TEST(HeaderWriter, KeepsTheTextWhenNothingCompiledInChanges) {
  auto profile = header_profile();
  profile.environment["seed"] = "2";
  profile.machine.memory_bytes = 1;
  profile.theoretical.source = "a datasheet";
  profile.settings[0].details = "another kernel set";
  profile.tables[0].source.name = "someone";
  profile.tables[0].wall_latency_s = profile.tables[0].latency_s;
  profile.tables[0].quality.points = 99;
  EXPECT_EQ(header_text(profile), header_text(header_profile()));
}

TEST(HeaderWriter, ChangesTheDigestWithAnyNumber) {
  const std::string before = content_sha256(header_profile());
  auto latency = header_profile();
  latency.tables[0].latency_s[3] *= 1.0 + 1e-15;
  auto peak = header_profile();
  peak.settings[0].peaks.bandwidth_bytes_per_s += 1.0;
  auto knot = header_profile();
  knot.tables[1].axes[0].knots[0] += 1;
  auto grade = header_profile();
  grade.tables[2].quality.grade = 'C';
  auto phase = header_profile();
  phase.tables[0].axes[0].phase->weight = 0.25;
  auto remainder = header_profile();
  remainder.tables[0].axes[0].phase->remainder = 2;
  auto range = header_profile();
  range.tables[0].axes[1].measured->last = 1024;
  auto classes = header_profile();
  classes.tables[0].classes[0].amount = 3'000'000;
  for (const auto& changed : {latency, peak, knot, grade, phase, remainder, range, classes}) {
    EXPECT_NE(content_sha256(changed), before);
  }
}

TEST(HeaderWriter, DigestIsOfEverythingBelowTheBanner) {
  const std::string text = header_text(header_profile());
  EXPECT_EQ(calib::profile_io::sha256(text.substr(text.find("#include"))), content_sha256(header_profile()));
  EXPECT_THAT(text, HasSubstr("// content sha256  " + content_sha256(header_profile())));
}

TEST(HeaderWriter, TheBannerSaysNamesAsPeopleWriteThem) {
  auto profile = header_profile();
  EXPECT_THAT(header_text(profile), HasSubstr("// name            A \"sample\" with a µ-architecture, a back\\slash"));
  EXPECT_THAT(header_text(profile), HasSubstr("// cpu             Sample CPU ® @ 3.80 GHz\n"));
  profile.machine.cpu = "one\ntwo \\";
  EXPECT_THAT(header_text(profile), HasSubstr("// cpu             one?two \\.\n"));
}

TEST(HeaderWriter, SaysWhichShapesAGridIsFor) {
  const std::string text = header_text(header_profile());
  std::size_t at = 0;
  for (const char* shapes :
       {"not flops_above 2000000, not multiple_of 8 in n and k", "not flops_above 2000000, multiple_of 8 in n and k",
        "flops_above 2000000, not multiple_of 8 in n and k", "flops_above 2000000, multiple_of 8 in n and k"}) {
    at = text.find(std::string("\n      // ") + shapes + "\n      /*   64,   64 */ ", at);
    ASSERT_NE(at, std::string::npos) << shapes;
  }
}

TEST(HeaderWriter, StaysInAsciiBelowTheBannerAndWithinTheLine) {
  std::istringstream lines(header_text(header_profile()));
  bool code = false;
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), 100U) << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << "blank at the end: " << line;
    code = code || line.starts_with("#include");
    EXPECT_TRUE(std::all_of(line.begin(), line.end(), [code](char c) { return c >= ' ' ? c <= '~' : c < 0 && !code; }))
        << line;
  }
  EXPECT_GT(count, 100);
}

TEST(HeaderWriter, IncludesOnlyTheOperationsItHolds) {
  auto profile = header_profile();
  profile.tables.resize(1);
  const std::string text = header_text(profile);
  EXPECT_THAT(text, HasSubstr("#include <calib/op/gemm.hpp>\n#include <calib/profile.hpp>\n"));
  EXPECT_EQ(text.find("calib/op/memory.hpp"), std::string::npos);
}

TEST(HeaderWriter, WritesPhasesOnlyWhereThereAreSome) {
  auto profile = header_profile();
  EXPECT_THAT(header_text(profile),
              HasSubstr("  using axes = axis_list<m, n, k>;\n"
                        "  static constexpr axis_phase phases[] = {{.period = 16, .weight = 0.5}, "
                        "{},\n      {.period = 64, .weight = 1.0}};\n"));
  profile.tables[0].axes[0].phase = {.period = 16, .weight = 0, .remainder = 12};
  EXPECT_THAT(header_text(profile), HasSubstr("{{.period = 16, .weight = 0.0, .remainder = 12.0}, {},"));
  for (auto& axis : profile.tables[0].axes) axis.phase.reset();
  EXPECT_EQ(header_text(profile).find("phase"), std::string::npos);
}

TEST(HeaderWriter, SaysWhatTheCachesHoldWhereTheyAreKnown) {
  auto profile = header_profile();
  profile.machine.caches.clear();
  EXPECT_THAT(header_text(profile), Not(HasSubstr("cached_bytes")));
  profile.machine.cores = 4;
  profile.machine.caches = {{.level = 2, .bytes = 1000, .shared_by = 1}, {.level = 3, .bytes = 8000, .shared_by = 4}};
  EXPECT_THAT(header_text(profile), HasSubstr(".cached_bytes = 12000"));
}

TEST(HeaderWriter, WritesClassesOnlyWhereShapesAreToldApart) {
  auto profile = header_profile();
  EXPECT_THAT(header_text(profile),
              HasSubstr("  static constexpr shape_classes classes{\n"
                        "      shape_class{.rule = class_rule::flops_above, .amount = 2000000},\n"
                        "      shape_class{.rule = class_rule::multiple_of, .amount = 8, .axis = 1, .also = 2}};\n"));
  profile.tables[0].classes = {};
  EXPECT_EQ(header_text(profile).find("class_rule"), std::string::npos);
}

TEST(HeaderWriter, WritesRangesOnlyWhereKnotsReachBeyondThem) {
  auto profile = header_profile();
  EXPECT_THAT(header_text(profile),
              HasSubstr("  static constexpr axis_range measured[] = {{}, {.first = 64, .last = 256}, {}};\n"));
  for (auto& axis : profile.tables[0].axes) axis.measured.reset();
  EXPECT_EQ(header_text(profile).find("axis_range"), std::string::npos);
}

TEST(HeaderWriter, WritesATableWithoutAxes) {
  auto profile = header_profile();
  profile.tables.resize(1);
  profile.tables[0].operation = "dispatch";
  profile.tables[0].classes = {};
  profile.tables[0].axes.clear();
  profile.tables[0].latency_s = {1.5e-7};
  const std::string text = header_text(profile);
  EXPECT_THAT(text, HasSubstr("#include <calib/op/dispatch.hpp>\n"));
  EXPECT_THAT(text, HasSubstr("  using axes = axis_list<>;\n"
                              "  static constexpr double latency[] = {\n"
                              "      1.5e-07,\n"
                              "  };\n"));
}

TEST(HeaderWriter, KnowsTheHeaderOfEveryOperation) {
  int count = 0;
  calib::for_each_operation<calib::f32>([&]<class Op>() {
    ++count;
    EXPECT_THAT(calib::emit::operation_header(Op::name), testing::MatchesRegex("calib/op/[a-z0-9_]+\\.hpp"))
        << Op::name;
  });
  EXPECT_GT(count, 10);
  EXPECT_EQ(calib::emit::operation_header("gather"), "calib/op/memory.hpp");
  EXPECT_EQ(calib::emit::operation_header("gathr"), "");
}

TEST(HeaderWriter, RefusesAnUnknownOperation) {
  auto profile = header_profile();
  profile.tables[0].operation = "teleport";
  EXPECT_THROW(header_text(profile), profile_error);
}

TEST(HeaderWriter, RefusesAnIdThatHidesANameItUses) {
  for (const char* id : {"op", "setting", "type_list", "f32"}) {
    auto profile = header_profile();
    profile.id = id;
    EXPECT_THROW(header_text(profile), profile_error) << id;
  }
}

}  // namespace
