#include "calib/precision.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/include/calib/run_time.hpp"

namespace calib {
namespace {

static_assert(Precision<f64> && Precision<f32> && Precision<tf32> && Precision<bf16> && Precision<f16> &&
              Precision<fp8> && Precision<i8>);
static_assert(!Precision<float> && !Precision<int>);

static_assert(element_bytes<f64> == 8 && element_bytes<f32> == 4 && element_bytes<tf32> == 4);
static_assert(element_bytes<bf16> == 2 && element_bytes<f16> == 2 && element_bytes<fp8> == 1 && element_bytes<i8> == 1);

static_assert(parse_precision("f32") == precision::f32 && parse_precision("fp32") == precision::f32);
static_assert(parse_precision("bfloat16") == precision::bf16);
static_assert(!parse_precision("f31") && !parse_precision("f128") && !parse_precision("") && !parse_precision("F32"));

TEST(Precision, ReadsItsOwnNameAndTheCommonOne) {
  struct expectation {
    const char* name;
    const char* alias;
    precision id;
  };
  const expectation expected[] = {
      {"f64", "fp64", precision::f64},
      {"f32", "fp32", precision::f32},
      {"tf32", "tensorfloat32", precision::tf32},
      {"bf16", "bfloat16", precision::bf16},
      {"f16", "fp16", precision::f16},
      {"fp8", "float8", precision::fp8},
      {"i8", "int8", precision::i8},
  };
  EXPECT_EQ(std::size(expected), precision_count);
  for (const auto& [name, alias, id] : expected) {
    EXPECT_EQ(parse_precision(name), id) << name;
    EXPECT_EQ(parse_precision(alias), id) << alias;
    EXPECT_EQ(facts(test::at_run_time(id)).name, name);
  }
}

TEST(Precision, RefusesWhatItDoesNotKnow) {
  for (const char* name : {"f31", "f128", "", "F32", "f3", "f32 ", "float"})
    EXPECT_FALSE(parse_precision(name)) << name;
}

TEST(Precision, NoTwoFormatsShareAName) {
  std::set<std::string_view> names;
  for (const precision_facts& format : precisions) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_TRUE(names.insert(format.alias).second) << format.alias;
  }
}

TEST(Precision, FactsAreThoseOfTheTag) {
  EXPECT_EQ(facts(test::at_run_time(precision::f64)).bytes, 8);
  EXPECT_EQ(facts(test::at_run_time(precision::tf32)).bytes, 4);
  EXPECT_EQ(facts(test::at_run_time(precision::f16)).bytes, 2);
  EXPECT_EQ(facts(test::at_run_time(precision::i8)).bytes, 1);
}

}  // namespace
}  // namespace calib
