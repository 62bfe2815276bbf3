#include "calib/precision.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/include/calib/run_time.hpp"

namespace calib {
namespace {

static_assert(Precision<f64> && Precision<f32> && Precision<tf32> && Precision<bf16> && Precision<f16> &&
              Precision<fp8> && Precision<i8>);
static_assert(!Precision<float> && !Precision<int>);

static_assert(element_bytes<f64> == 8 && element_bytes<f32> == 4 && element_bytes<tf32> == 4);
static_assert(element_bytes<u8> == 1 && element_bytes<fp4> == 0.5 && element_bytes<i4> == 0.5);
static_assert(element_bytes<w8a16> == 2 && weight_bytes<w8a16> == 1 && weight_bytes<w4a16> == 0.5 &&
              element_bytes<w4a8> == 1 && weight_bytes<w4a8> == 0.5 && weight_bytes<bf16> == 2);
static_assert(is_pair(precision::w4a16) && is_pair(precision::w4a8) && !is_pair(precision::i4));
static_assert(element_bytes<bf16> == 2 && element_bytes<f16> == 2 && element_bytes<fp8> == 1 && element_bytes<i8> == 1);

static_assert(parse_precision("f32") == precision::f32 && parse_precision("fp32") == precision::f32);
static_assert(parse_precision("bfloat16") == precision::bf16);
static_assert(!parse_precision("f31") && !parse_precision("f128") && !parse_precision(""));
static_assert(parse_precision("FP16") == precision::f16 && parse_precision("BFloat16") == precision::bf16);

TEST(Precision, ReadsItsOwnNameAndThoseInUse) {
  struct expectation {
    precision id;
    std::vector<std::string> names;  // its own first
  };
  const expectation expected[] = {
      {precision::f64, {"f64", "fp64", "float64", "double"}},
      {precision::f32, {"f32", "fp32", "float32", "float", "single"}},
      {precision::tf32, {"tf32", "tensorfloat32"}},
      {precision::bf16, {"bf16", "bfloat16"}},
      {precision::f16, {"f16", "fp16", "float16", "half"}},
      {precision::fp8, {"fp8", "float8", "f8", "f8_e4m3", "f8_e5m2", "fp8_e4m3", "fp8_e5m2", "e4m3", "e5m2"}},
      {precision::i8, {"i8", "int8", "s8", "w8a8"}},
      {precision::u8, {"u8", "uint8"}},
      {precision::fp4, {"fp4", "float4", "f4", "nvfp4", "mxfp4", "fp4_e2m1", "e2m1"}},
      {precision::i4, {"i4", "int4", "s4"}},
      {precision::w8a16, {"w8a16", "int8_wo"}},
      {precision::w4a16, {"w4a16", "int4_wo"}},
      {precision::w4a8, {"w4a8"}},
  };
  EXPECT_EQ(std::size(expected), precision_count);
  for (const auto& [id, names] : expected) {
    for (const std::string& name : names) EXPECT_EQ(parse_precision(name), id) << name;
    EXPECT_EQ(facts(test::at_run_time(id)).name, names.front());
  }
}

TEST(Precision, RefusesWhatItDoesNotKnow) {
  for (const char* name : {"f31", "f128", "", "f3", "f32 ", "w4", "a16"}) EXPECT_FALSE(parse_precision(name)) << name;
}

TEST(Precision, NoTwoFormatsShareAName) {
  std::set<std::string> names;
  for (const precision_facts& format : precisions) {
    EXPECT_TRUE(names.insert(std::string{format.name}).second) << format.name;
    std::istringstream aliases{std::string{format.aliases}};
    for (std::string alias; aliases >> alias;) EXPECT_TRUE(names.insert(alias).second) << alias;
  }
}

TEST(Precision, FactsAreThoseOfTheTag) {
  EXPECT_EQ(facts(test::at_run_time(precision::f64)).bytes, 8);
  EXPECT_EQ(facts(test::at_run_time(precision::tf32)).bytes, 4);
  EXPECT_EQ(facts(test::at_run_time(precision::f16)).bytes, 2);
  EXPECT_EQ(facts(test::at_run_time(precision::i8)).bytes, 1);
  EXPECT_EQ(facts(test::at_run_time(precision::i4)).bytes, 0.5);
}

}  // namespace
}  // namespace calib
