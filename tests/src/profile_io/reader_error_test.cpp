/// Every error of the reader: its code, where it points, what it tells people to do.

#include "profile_io/reader.hpp"

#include "expect_fault.hpp"
#include "tests/samples/profile_data.hpp"

namespace calib {
namespace {

using enum profile_fault;

void refused(std::string_view json, profile_fault code, std::string_view pointer, std::string_view remedy_part) {
  SCOPED_TRACE(json.substr(0, 200));
  test::expect_fault([&] { static_cast<void>(profile_io::read_profile_text(json, "box.json")); }, code, pointer,
                     remedy_part);
}

/// plain_json with a change is refused.
void edited(std::string_view from, std::string_view to, profile_fault code, std::string_view pointer,
            std::string_view remedy_part) {
  SCOPED_TRACE(to);
  refused(test::plain_json_with(from, to), code, pointer, remedy_part);
}

TEST(ReaderErrors, TheUneditedTextIsAccepted) {
  EXPECT_EQ(profile_io::read_profile_text(test::plain_json, "box.json").id, "plain_box");
}

TEST(ReaderErrors, ReadAsOneSentence) {
  try {
    static_cast<void>(profile_io::read_profile_text(test::plain_json_with("4e-6", "-1"), "box.json"));
    FAIL();
  } catch (const profile_error& e) {
    EXPECT_STREQ(e.what(),
                 "box.json: /tables/0/latency_s/3: latency must be a positive finite number of seconds, found -1; "
                 "remeasure this table or remove it");
    EXPECT_EQ(e.file(), "box.json");
    EXPECT_EQ(e.problem(), "latency must be a positive finite number of seconds, found -1");
  }
}

TEST(ReaderErrors, NewerSchemaIsSaidBeforeItsUnknownKeys) {
  edited(R"("schema": 1,)", R"("schema": 2, "novelty": 1,)", schema_too_new, "/schema", "update calib");
}

TEST(ReaderErrors, OlderSchema) {
  edited(R"("schema": 1,)", R"("schema": 0,)", schema_too_old, "/schema", "calib run");
}

TEST(ReaderErrors, SchemaOfAnotherKind) {
  edited(R"("schema": 1,)", R"("schema": "1",)", wrong_type, "/schema", "write a number");
  edited(R"("schema": 1,)", R"("schema": 1.5,)", wrong_value, "/schema", "whole number");
  edited(R"("schema": 1,)", R"("schema": -1,)", wrong_value, "/schema", "whole number");
  edited(R"("schema": 1,)", "", missing_key, "", "begins with \"schema\": 1");
}

TEST(ReaderErrors, UnknownKeysAtEveryLevel) {
  edited(R"("created")", R"("creatd")", unknown_key, "/creatd", "one of schema, id, name, created");
  edited(R"("cpu")", R"("gpu")", unknown_key, "/machine/gpu", "one of cpu");
  edited(R"("cores": 2)", R"("measured_on": {})", unknown_key, "/machine/measured_on", "one of cpu");
  edited(R"("machine":)", R"("measured_on": {"kind": "x"}, "machine":)", unknown_key, "/measured_on/kind",
         "one of core_kind");
  edited(R"("cores": 2)", R"("core_kinds": [{"name": "p", "clock": 1}])", unknown_key, "/machine/core_kinds/0/clock",
         "one of name");
  edited(R"("level": 1,)", R"("level": 1, "ways": 8,)", unknown_key, "/machine/caches/0/ways", "one of level, bytes");
  edited(R"("clock_hz")", R"("clock_ghz")", unknown_key, "/theoretical_peaks/clock_ghz", "clock_hz");
  edited(R"("overhead_s": 1e-7)", R"("overhead": 1e-7)", unknown_key, "/settings/0/overhead", "overhead_s");
  edited(R"("overhead_s": 1e-7)", R"("peaks": {"clock_hz": 1})", unknown_key, "/settings/0/peaks/clock_hz",
         "bandwidth");
  edited(R"("latency_s")", R"("latency_ms")", unknown_key, "/tables/0/latency_ms", "latency_s");
  edited(R"("knots": [16])", R"("knots": [16], "unit": "1")", unknown_key, "/tables/0/axes/1/unit",
         "name, knots, phase, measured");
  edited(R"("points")", R"("samples")", unknown_key, "/tables/0/quality/samples", "points");
  edited(R"("p95")", R"("p99")", unknown_key, "/tables/0/error/p99", "p95");
  edited(R"({"name": "someone"})", R"({"author": "someone"})", unknown_key, "/tables/0/source/author", "licence");
}

TEST(ReaderErrors, PointersEscapeSlashAndTilde) {
  edited(R"("created")", R"("a/b~c")", unknown_key, "/a~1b~0c", "one of schema");
}

TEST(ReaderErrors, DuplicateKeysAtEveryLevel) {
  edited(R"("name": "A plain box",)", R"("name": "A", "name": "B",)", duplicate_key, "/name", "remove one");
  edited(R"({"f32": 1e11})", R"({"f32": 1e11, "f32": 1e11})", duplicate_key, "/theoretical_peaks/flops_per_s/f32",
         "remove one");
  edited(R"({"compiler": "g++"})", R"({"compiler": "g++", "compiler": "clang"})", duplicate_key,
         "/environment/compiler", "remove one");
  edited(R"("fitted": false)", R"("fitted": false, "fitted": true)", duplicate_key, "/tables/0/fitted", "remove one");
}

TEST(ReaderErrors, MissingKeysPointToTheObjectThatLacksThem) {
  edited(R"("id": "plain_box",)", "", missing_key, "", "add it");
  edited(R"("name": "A plain box",)", "", missing_key, "", "add it");
  edited(R"("default_setting": "own_1t_warm",)", "", missing_key, "", "add it");
  edited(R"("bytes": 32768)", R"("shared_by": 1)", missing_key, "/machine/caches/0", "add it");
  edited(R"("id": "own_1t_warm", )", "", missing_key, "/settings/0", "add it");
  edited(R"("backend": "own", )", "", missing_key, "/settings/0", "add it");
  edited(R"("cache": "warm", )", "", missing_key, "/settings/0", "add it");
  edited(R"("operation": "gemm", )", "", missing_key, "/tables/0", "add it");
  edited(R"("precision": "f32", )", "", missing_key, "/tables/0", "add it");
  edited(R"("setting": "own_1t_warm",
      "axes")",
         R"("axes")", missing_key, "/tables/0", "add it");
  edited(R"("latency_s": [1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6],)", "", missing_key, "/tables/0", "add it");
  edited(R"({"name": "n", "knots": [16]})", R"({"name": "n"})", missing_key, "/tables/0/axes/1", "add it");
  edited(R"("median": 0.02, )", "", missing_key, "/tables/0/error", "add it");
  refused(R"({"schema": 1, "id": "a", "name": "b", "default_setting": "c", "tables": []})", missing_key, "", "add it");
  refused(R"({"schema": 1, "id": "a", "name": "b", "settings": [], "default_setting": "c"})", missing_key, "",
          "add it");
}

TEST(ReaderErrors, ANetworkIsToldAsSuch) {
  refused(R"({"schema": 1, "id": "net", "name": "A network", "layers": []})", wrong_value, "", "name a profile here");
}

TEST(ReaderErrors, WrongTypes) {
  edited(R"("plain_box")", "7", wrong_type, "/id", "write text");
  edited(R"("A plain box")", "null", wrong_type, "/name", "left out");
  edited(R"(["avx2"])", R"("avx2")", wrong_type, "/machine/isa", "write an array");
  edited(R"(["avx2"])", R"([2])", wrong_type, "/machine/isa/0", "write text");
  edited(R"({"compiler": "g++"})", R"({"compiler": 12})", wrong_type, "/environment/compiler", "write text");
  edited(R"({"compiler": "g++"})", R"([])", wrong_type, "/environment", "write an object");
  edited(R"("fitted": false)", R"("fitted": 0)", wrong_type, "/tables/0/fitted", "true or false");
  edited("4e-6", R"("4e-6")", wrong_type, "/tables/0/latency_s/3", "write a number");
  edited("4e-6", R"("NaN")", wrong_type, "/tables/0/latency_s/3", "write a number");
  edited("4e-6", "null", wrong_type, "/tables/0/latency_s/3", "write a number");
  edited("[1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6]", "1e-6", wrong_type, "/tables/0/latency_s", "write an array");
  edited("[8, 64, 65]", R"([8, "64", 65])", wrong_type, "/tables/0/axes/0/knots/1", "write a number");
  edited("1e11", "true", wrong_type, "/theoretical_peaks/flops_per_s/f32", "write a number");
  refused("[]", wrong_type, "", "write an object");
  refused("7", wrong_type, "", "write an object");
}

TEST(ReaderErrors, LatenciesMustBePositiveAndFinite) {
  edited("4e-6", "0", wrong_value, "/tables/0/latency_s/3", "remeasure this table");
  edited("4e-6", "-4e-6", wrong_value, "/tables/0/latency_s/3", "remeasure this table");
  edited("4e-6", "1e-400", wrong_value, "/tables/0/latency_s/3", "remeasure this table");
  edited(R"("fitted": false)", R"("wall_latency_s": [1, 1, 1, 1, 1, -1])", wrong_value, "/tables/0/wall_latency_s/5",
         "remeasure this table");
}

TEST(ReaderErrors, UnknownQuantitiesAreLeftOutNotNegative) {
  edited("1e11", "-1", wrong_value, "/theoretical_peaks/flops_per_s/f32", "leave it out");
  edited("2e10", "-1", wrong_value, "/theoretical_peaks/bandwidth_bytes_per_s", "leave it out");
  edited("3e9", "-1", wrong_value, "/theoretical_peaks/clock_hz", "leave it out");
  edited(R"("environment")", R"("measured_peaks": {"clock_hz": -1}, "environment")", wrong_value,
         "/measured_peaks/clock_hz", "leave it out");
  edited("1e-7", "-1e-7", wrong_value, "/settings/0/overhead_s", "leave it out");
  edited(R"("overhead_s": 1e-7)", R"("peaks": {"bandwidth_bytes_per_s": -1})", wrong_value,
         "/settings/0/peaks/bandwidth_bytes_per_s", "leave it out");
  edited("0.01", "-0.01", wrong_value, "/tables/0/quality/interval", "leave it out");
  edited("0.125", "1.5", wrong_value, "/tables/0/quality/rejected", "leave it out");
  edited("0.02", "-0.02", wrong_value, "/tables/0/error/median", "leave it out");
  edited("0.1,", "-0.1,", wrong_value, "/tables/0/error/p95", "leave it out");
}

TEST(ReaderErrors, CountsAreWholeNumbersInRange) {
  edited(R"("cores": 2)", R"("cores": 2.5)", wrong_value, "/machine/cores", "whole number");
  edited(R"("cores": 2)", R"("cores": -2)", wrong_value, "/machine/cores", "whole number");
  edited(R"("cores": 2)", R"("cores": 4294967296)", wrong_value, "/machine/cores", "whole number");
  edited(R"("cores": 2)", R"("core_kinds": [{"name": ""}])", wrong_value, "/machine/core_kinds/0/name",
         "write its name");
  edited(R"("cores": 2)", R"("core_kinds": [{"name": "p"}, {"name": "p"}])", wrong_value, "/machine/core_kinds/1/name",
         "another name");
  edited(R"("machine":)", R"("measured_on": {"core_kind": "p"}, "machine":)", wrong_value, "/measured_on/core_kind",
         "/machine/core_kinds");
  edited(R"("machine":)", R"("measured_on": {"cpu_quota": -1}, "machine":)", wrong_value, "/measured_on/cpu_quota",
         "leave it out");
  edited(R"("cache": "warm")", R"("cache": "warm", "core_kind": "p")", wrong_value, "/settings/0/core_kind",
         "/machine/core_kinds");
  edited(R"("level": 1)", R"("level": 0)", wrong_value, "/machine/caches/0/level", "leave the cache out");
  edited("32768", "0", wrong_value, "/machine/caches/0/bytes", "leave the cache out");
  edited("32768", R"(1, "shared_by": 0)", wrong_value, "/machine/caches/0/shared_by", "leave the cache out");
  edited(R"("points": 6)", R"("points": 1e10)", wrong_value, "/tables/0/quality/points", "whole number");
}

TEST(ReaderErrors, AbsorbedFusions) {
  edited(R"("cache": "warm")", R"("cache": "warm", "absorbs": ["everything"])", wrong_value, "/settings/0/absorbs/0",
         "name some of batch_norm, bias, relu");
  edited(R"("cache": "warm")", R"("cache": "warm", "absorbs": ["bias", "bias"])", wrong_value, "/settings/0/absorbs/1",
         "leave one out");
  edited(R"("cache": "warm")", R"("cache": "warm", "absorbs": "bias")", wrong_type, "/settings/0/absorbs",
         "write an array");
}

TEST(ReaderErrors, WholeNumbersMayBeWrittenAsReals) {
  const auto p = profile_io::read_profile_text(test::plain_json_with("[8, 64, 65]", "[8.0, 6.4e1, 65]"), "box.json");
  EXPECT_EQ(p.tables[0].axes[0].knots, (std::vector<std::uint64_t>{8, 64, 65}));
}

TEST(ReaderErrors, WordsFromAList) {
  edited(R"("cache": "warm")", R"("cache": "tepid")", wrong_value, "/settings/0/cache", "\"cold\" or \"network\"");
  edited(R"("cache": "warm")", R"("cache": "network")", wrong_value, "/settings/0/company_bytes",
         "leave company_bytes out");
  edited(R"("cache": "warm")", R"("cache": "warm", "company_bytes": 1024)", wrong_value, "/settings/0/company_bytes",
         "leave company_bytes out");
  edited(R"("grade": "A")", R"("grade": "E")", wrong_value, "/tables/0/quality/grade", "leave it out");
  edited(R"("grade": "A")", R"("grade": "AB")", wrong_value, "/tables/0/quality/grade", "leave it out");
}

TEST(ReaderErrors, NamesMustNotBeEmpty) {
  edited(R"("A plain box")", R"("")", wrong_value, "/name", "write its name");
  edited(R"("backend": "own")", R"("backend": "")", wrong_value, "/settings/0/backend", "write its name");
  edited(R"("method": "hold-out")", R"("method": "")", wrong_value, "/tables/0/error/method", "write its name");
}

TEST(ReaderErrors, IdsMustBeIdentifiers) {
  for (const std::string_view id : {"", "7up", "my-box", "größe", "a b", "class", "co_await", "_a", "a__b", "std"}) {
    edited(R"("plain_box")", '"' + std::string{id} + '"', bad_identifier, "/id",
           "letters, digits and single underscores");
  }
  edited(R"("id": "own_1t_warm")", R"("id": "own.1t")", bad_identifier, "/settings/0/id", "letters, digits");
}

TEST(ReaderErrors, UnknownOperationListsTheKnownOnes) {
  edited(R"("gemm")", R"("gem")", unknown_operation, "/tables/0/operation", "gemm, linear, batched_gemm");
}

TEST(ReaderErrors, UnknownPrecisionListsTheKnownOnesOrTheRightName) {
  edited(R"("precision": "f32")", R"("precision": "f31")", unknown_precision, "/tables/0/precision", "f64, f32, tf32");
  edited(R"("precision": "f32")", R"("precision": "fp32")", unknown_precision, "/tables/0/precision", "write f32");
  edited(R"({"f32": 1e11})", R"({"f31": 1e11})", unknown_precision, "/theoretical_peaks/flops_per_s/f31", "f64, f32");
  edited(R"({"f32": 1e11})", R"({"int8": 1e11})", unknown_precision, "/theoretical_peaks/flops_per_s/int8", "write i8");
}

TEST(ReaderErrors, SettingsMustBeListed) {
  edited(R"("default_setting": "own_1t_warm")", R"("default_setting": "other")", unknown_setting, "/default_setting",
         "own_1t_warm");
  edited(R"("setting": "own_1t_warm",
      "axes")",
         R"("setting": "other", "axes")", unknown_setting, "/tables/0/setting", "own_1t_warm");
  edited(R"({"id": "own_1t_warm", "backend": "own", "threads": 1, "cache": "warm", "overhead_s": 1e-7})", "",
         unknown_setting, "/default_setting", "describe it under /settings");
}

TEST(ReaderErrors, AxesAreTheDimensionsInOrder) {
  edited(R"("name": "m")", R"("name": "M")", wrong_axes, "/tables/0/axes", "axes: m, n, k");
  edited(R"({"name": "m", "knots": [8, 64, 65]}, {"name": "n", "knots": [16]},)",
         R"({"name": "n", "knots": [16]}, {"name": "m", "knots": [8, 64, 65]},)", wrong_axes, "/tables/0/axes",
         "m, n, k");
  edited(R"({"name": "n", "knots": [16]}, )", "", wrong_axes, "/tables/0/axes", "m, n, k");
  edited(R"("gemm")", R"("copy")", wrong_axes, "/tables/0/axes", "axes: bytes");
}

TEST(ReaderErrors, KnotsIncrease) {
  edited("[8, 64, 65]", "[8, 65, 64]", unsorted_knots, "/tables/0/axes/0/knots/2", "sort the knots");
  edited("[8, 64, 65]", "[8, 64, 64]", unsorted_knots, "/tables/0/axes/0/knots/2", "sort the knots");
}

TEST(ReaderErrors, KnotsArePositiveAndExactAsDoubles) {
  edited("[8, 64, 65]", "[0, 64, 65]", wrong_value, "/tables/0/axes/0/knots/0", "correct or remove");
  edited("[8, 64, 65]", "[-8, 64, 65]", wrong_value, "/tables/0/axes/0/knots/0", "whole number");
  edited("[8, 64, 65]", "[8, 64.5, 65]", wrong_value, "/tables/0/axes/0/knots/1", "whole number");
  edited("[8, 64, 65]", "[8, 64, 9007199254740993]", wrong_value, "/tables/0/axes/0/knots/2", "whole number");
  edited("[8, 64, 65]", "[8, 64, 18446744073709551615]", wrong_value, "/tables/0/axes/0/knots/2", "whole number");
}

TEST(ReaderErrors, APhaseHasAPeriodAndAWeight) {
  const auto phase = [](const std::string& text, profile_fault code, std::string_view at, std::string_view remedy) {
    edited("[16]", R"([16], "phase": )" + text, code, "/tables/0/axes/1" + std::string{at}, remedy);
  };
  phase("8", wrong_type, "/phase", "write an object");
  phase(R"({"weight": 1})", missing_key, "/phase", "add it");
  phase(R"({"period": 8})", missing_key, "/phase", "add it");
  phase(R"({"period": 8, "weight": 1, "offset": 0})", unknown_key, "/phase/offset", "period, weight");
  phase(R"({"period": 8.5, "weight": 1})", wrong_value, "/phase/period", "whole number");
  phase(R"({"period": 4294967296, "weight": 1})", wrong_value, "/phase/period", "whole number");
  for (const char* period : {"0", "1"}) {
    phase(R"({"period": )" + std::string{period} + R"(, "weight": 1})", wrong_value, "/phase/period",
          "leave the phase out");
  }
  for (const char* weight : {"0", "-0.5", "1.01"}) {
    phase(R"({"period": 8, "weight": )" + std::string{weight} + "}", wrong_value, "/phase/weight",
          "leave the phase out");
  }
  phase(R"({"period": 8, "weight": "1"})", wrong_type, "/phase/weight", "write a number");
  phase(R"({"period": 8, "weight": 0, "remainder": 0})", wrong_value, "/phase/weight", "leave the phase out");
  phase(R"({"period": 8, "remainder": 3})", missing_key, "/phase", "add it");
  for (const char* remainder : {"-1", "1000.5"}) {
    phase(R"({"period": 8, "weight": 1, "remainder": )" + std::string{remainder} + "}", wrong_value, "/phase/remainder",
          "leave the remainder out");
  }
  const std::string good =
      test::plain_json_with("[16]", R"([16], "phase": {"period": 8, "weight": 0, "remainder": 3})");
  EXPECT_EQ(profile_io::read_profile_text(good, "good").tables[0].axes[1].phase->remainder, 3);
}

TEST(ReaderErrors, AnAxisWithAPhaseEndsAtShapesThatExist) {
  edited("[8, 64, 65]", R"([8, 64, 65], "phase": {"period": 8, "weight": 1})", wrong_value, "/tables/0/axes/0/knots/2",
         "move this knot");
  edited("[8, 64, 65]", R"([9, 60, 64], "phase": {"period": 16, "weight": 0.5})", wrong_value,
         "/tables/0/axes/0/knots/0", "move this knot");
  // What 1 counts as: 1 + 0.5 * 15 = 8.5.
  const std::string good =
      test::plain_json_with("[8, 64, 65]", R"([8, 60, 64], "phase": {"period": 16, "weight": 0.5})");
  EXPECT_EQ(profile_io::read_profile_text(good, "good").tables[0].axes[0].phase->period, 16U);
}

TEST(ReaderErrors, WhatWasMeasuredBeginsAndEndsAtKnots) {
  const auto measured = [](const std::string& text, profile_fault code, std::string_view remedy) {
    edited("[8, 64, 65]", R"([8, 64, 65], "measured": )" + text, code, "/tables/0/axes/0/measured", remedy);
  };
  measured("[8]", wrong_length, "smallest and the largest");
  measured("[8, 64, 65]", wrong_length, "smallest and the largest");
  measured("[8, 63]", wrong_value, "two of the knots");
  measured("[64, 8]", wrong_value, "in this order");
  measured("8", wrong_type, "array");
  const std::string good = test::plain_json_with("[8, 64, 65]", R"([8, 64, 65], "measured": [64, 65])");
  const auto axis = profile_io::read_profile_text(good, "good").tables[0].axes[0];
  EXPECT_EQ(axis.measured->first, 64U);
  EXPECT_EQ(axis.measured->last, 65U);
}

TEST(ReaderErrors, AClassHasOneRule) {
  const auto classes = [](const std::string& text, profile_fault code, std::string_view at, std::string_view remedy) {
    edited(R"("fitted": false)", R"("classes": )" + text, code, "/tables/0/classes" + std::string{at}, remedy);
  };
  classes("8", wrong_type, "", "array");
  classes("[]", wrong_length, "", "empty list");
  classes(R"([{"flops_above": 1}, {"flops_above": 2}, {"flops_above": 3}])", wrong_length, "", "tell the most apart");
  classes("[{}]", wrong_value, "/0", "write multiple_of");
  classes(R"([{"flops_above": 1, "bytes_above": 1}])", wrong_value, "/0", "two classes");
  classes(R"([{"bytes_below": 1}])", unknown_key, "/0/bytes_below", "bytes_above");
  classes(R"([{"multiple_of": 8}])", missing_key, "/0", "add it");
  classes(R"([{"size_above": 8}])", missing_key, "/0", "add it");
  classes(R"([{"size_above": 8, "axis": "h"}])", wrong_value, "/0/axis", "one of its axes");
  classes(R"([{"size_above": 8, "axis": "m", "also": "h"}])", wrong_value, "/0/also", "one of its axes");
  classes(R"([{"multiple_of": 8, "axis": "h"}])", wrong_value, "/0/axis", "one of its axes");
  classes(R"([{"multiple_of": 1, "axis": "m"}])", wrong_value, "/0/multiple_of", "leave the class");
  classes(R"([{"flops_above": 0}])", wrong_value, "/0/flops_above", "leave the class");
  classes(R"([{"flops_above": 1.5}])", wrong_value, "/0/flops_above", "whole number");
}

TEST(ReaderErrors, OnlyAFittedTableHasClasses) {
  edited(R"("fitted": false)", R"("classes": [{"flops_above": 100}])", wrong_value, "/tables/0/classes", "fitted");
  edited(R"("fitted": false)", R"("fitted": true, "classes": [{"flops_above": 100}])", wrong_length,
         "/tables/0/latency_s", "remeasure this table");
}

TEST(ReaderErrors, AnAxisHasAtLeastOneKnotAndAtMostWhatAnIndexHolds) {
  edited("[16]", "[]", wrong_length, "/tables/0/axes/1/knots", "split the table");
  std::string many = "[1";
  for (int i = 2; i <= 65536; ++i) many += "," + std::to_string(i);
  refused(test::plain_json_with("[16]", many + "]"), wrong_length, "/tables/0/axes/1/knots", "split the table");
}

TEST(ReaderErrors, OneLatencyForEachCombinationOfKnots) {
  edited(", 6e-6]", "]", wrong_length, "/tables/0/latency_s", "remeasure this table");
  edited("6e-6]", "6e-6, 7e-6]", wrong_length, "/tables/0/latency_s", "remeasure this table");
  edited("[1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6]", "[]", wrong_length, "/tables/0/latency_s", "remeasure this table");
  edited(R"("fitted": false)", R"("wall_latency_s": [1, 1])", wrong_length, "/tables/0/wall_latency_s",
         "remeasure this table");
}

TEST(ReaderErrors, MeasurementsHaveAColumnForEachAxisAndTheLatency) {
  const auto with = [](const std::string& measurements) { return R"("measurements": )" + measurements; };
  const std::string from = R"("fitted": false)", at = "/tables/0/measurements";
  edited(from, with(R"({"m": [1], "n": [2], "latency_s": [1]})"), missing_key, at, "add it");
  edited(from, with(R"({"m": [1], "n": [2], "k": [3], "h": [3], "latency_s": [1]})"), unknown_key, at + "/h", "");
  edited(from, with(R"({"m": [1], "n": [2, 3], "k": [3], "latency_s": [1]})"), wrong_length, at + "/n",
         "correct the columns");
  edited(from, with(R"({"m": [1], "n": [0], "k": [3], "latency_s": [1]})"), wrong_value, at + "/n/0",
         "correct or remove");
  edited(from, with(R"({"m": [1], "n": [1], "k": [3], "latency_s": [0]})"), wrong_value, at + "/latency_s/0",
         "remeasure");
  edited(from, with(R"({"m": [], "n": [], "k": [], "latency_s": []})"), wrong_length, at, "list them");
}

TEST(ReaderErrors, MisfitsAreAmongTheShapesOfTheTable) {
  const auto with = [](const std::string& misfits) { return R"("misfits": )" + misfits; };
  const std::string from = R"("fitted": false)", at = "/tables/0/misfits";
  edited(from, with(R"({"count": 0})"), missing_key, at, "add it");
  edited(from, with(R"({"shapes": 2, "count": 0, "best": []})"), unknown_key, at + "/best", "");
  edited(from, with(R"({"shapes": 2, "count": 3})"), wrong_value, at, "remove the misfits");
  const auto with_one = [&](const std::string& shape) {
    return with(R"({"shapes": 2, "count": 1, "worst": [)" + shape + "]}");
  };
  edited(from, with_one(R"({"dims": [1, 2], "measured_s": 1, "predicted_s": 2})"), wrong_length, at + "/worst/0/dims",
         "remove the misfits");
  edited(from, with_one(R"({"dims": [1, 2, 3], "measured_s": 0, "predicted_s": 2})"), wrong_value,
         at + "/worst/0/measured_s", "remeasure");
  edited(from, with_one(R"({"dims": [1, 2, 3], "measured_s": 1, "predicted_s": -2})"), wrong_value,
         at + "/worst/0/predicted_s", "remeasure");
}

TEST(ReaderErrors, SettingsAndTablesAreThereOnce) {
  edited(R"("settings": [)", R"("settings": [{"id": "own_1t_warm", "backend": "own", "cache": "cold"},)",
         duplicate_setting, "/settings/1/id", "another id");
  const std::string copy = R"("tables": [{"operation": "gemm", "precision": "f32", "setting": "own_1t_warm",
    "axes": [{"name": "m", "knots": [8]}, {"name": "n", "knots": [16]}, {"name": "k", "knots": [32]}], "latency_s": [1]},)";
  edited(R"("tables": [)", copy, duplicate_table, "/tables/1", "remove one of the two");
}

TEST(ReaderErrors, AProfileSaysSomething) {
  const std::string head = R"({"schema": 1, "id": "a", "name": "b", "default_setting": "c", "tables": [],
    "settings": [{"id": "c", "backend": "datasheet", "cache": "warm"}])";
  refused(head + "}", no_content, "", "/theoretical_peaks");
  refused(head + R"(, "theoretical_peaks": {"clock_hz": 1e9}})", no_content, "", "/theoretical_peaks");
  for (const std::string_view peaks : {R"({"bandwidth_bytes_per_s": 1})", R"({"flops_per_s": {"i8": 1}})"}) {
    const std::string json = head + R"(, "theoretical_peaks": )" + std::string{peaks} + "}";
    EXPECT_NO_THROW(static_cast<void>(profile_io::read_profile_text(json, "box.json"))) << json;
  }
}

/// plain_json with one table left out is refused.
void left_out(const std::string& entry, profile_fault code, std::string_view pointer, std::string_view remedy_part) {
  std::string json{test::plain_json};
  json.insert(json.rfind("\n}"), ", \"left_out\": [" + entry + "]");
  refused(json, code, pointer, remedy_part);
}

TEST(ReaderErrors, AHistoryHasFewPointsInOrderAndSeriesAsLong) {
  const auto wrong = [](const std::string& part, profile_fault code, std::string_view pointer,
                        std::string_view remedy) {
    edited(R"("tables": [)", R"("history": [)" + part + R"(], "tables": [)", code, pointer, remedy);
  };
  const auto with = [](const std::string& more) { return R"({"condition": "1t_warm", )" + more + "}"; };
  wrong(R"({"time_s": [0]})", missing_key, "/history/0", "add it");
  wrong(R"({"condition": "1t_warm"})", missing_key, "/history/0", "add it");
  wrong(R"({"condition": "", "time_s": [0]})", wrong_value, "/history/0/condition", "write its name");
  wrong(with(R"("time_s": [0], "load": [1])"), unknown_key, "/history/0/load", "clock_hz, fma, cache, dram");
  wrong(with(R"("time_s": 0)"), wrong_type, "/history/0/time_s", "");
  wrong(with(R"("time_s": [])"), wrong_length, "/history/0/time_s", "leave its condition out");
  wrong(with(R"("time_s": [-1])"), wrong_value, "/history/0/time_s/0", "sort the points");
  wrong(with(R"("time_s": [0, 2, 1])"), wrong_value, "/history/0/time_s/2", "sort the points");
  wrong(with(R"("time_s": [0, 1], "fma": [1])"), wrong_length, "/history/0/fma", "correct the series");
  wrong(with(R"("time_s": [0, 1], "clock_hz": [1e9, 0])"), wrong_value, "/history/0/clock_hz/1", "leave it out");
  std::string half = "[0";
  for (int i = 0; i < 200; ++i) half += ", 1";
  const std::string part = with(R"("time_s": )" + half + "]");
  EXPECT_NO_THROW(static_cast<void>(profile_io::read_profile_text(
      test::plain_json_with(R"("tables": [)", R"("history": [)" + part + R"(], "tables": [)"), "box.json")));
  wrong(part + ", " + part, wrong_length, "/history", "replace neighbours by their mean");
}

TEST(ReaderErrors, ATableLeftOutCouldBeOneAndIsNotThere) {
  const std::string dot = R"({"operation": "dot", "precision": "f32", "setting": "gone_1t", "reason": "hung"})";
  left_out(dot + ", " + dot, duplicate_table, "/left_out/1", "remove this entry");
  left_out(R"({"operation": "gemm", "precision": "f32", "setting": "own_1t_warm", "reason": "hung"})", duplicate_table,
           "/left_out/0", "remove this entry");
  left_out(R"({"operation": "dott", "precision": "f32", "setting": "a", "reason": "hung"})", unknown_operation,
           "/left_out/0/operation", "name one of");
  left_out(R"({"operation": "conv2d", "precision": "f32", "setting": "a", "reason": "hung"})", unknown_operation,
           "/left_out/0/operation", "conv2d_pointwise");
  left_out(R"({"operation": "dot", "precision": "fp32", "setting": "a", "reason": "hung"})", unknown_precision,
           "/left_out/0/precision", "write f32");
  left_out(R"({"operation": "dot", "precision": "f32", "setting": "a-b", "reason": "hung"})", bad_identifier,
           "/left_out/0/setting", "ASCII letters");
  left_out(R"({"operation": "dot", "precision": "f32", "setting": "a", "reason": ""})", wrong_value,
           "/left_out/0/reason", "write it");
  left_out(R"({"operation": "dot", "precision": "f32", "setting": "a"})", missing_key, "/left_out/0", "add it");
  left_out(R"({"operation": "dot", "precision": "f32", "setting": "a", "reason": "hung", "when": 1})", unknown_key,
           "/left_out/0/when", "one of operation, precision, setting, reason");
}

}  // namespace
}  // namespace calib
