#include "profile_io/text.hpp"

#include <gtest/gtest.h>

#include "profile_io/identifier.hpp"
#include "profile_io/operations.hpp"

namespace calib::profile_io {
namespace {

TEST(NumberText, IsTheShortestThatReadsBack) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(1), "1");
  EXPECT_EQ(number_text(1e-6), "1e-06");
  EXPECT_EQ(number_text(3.1e9), "3.1e+09");
  EXPECT_EQ(number_text(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(number_text(-2.2250738585072014e-308), "-2.2250738585072014e-308");
}

TEST(InQuotes, CutsAndCleans) {
  EXPECT_EQ(in_quotes("abc"), "\"abc\"");
  EXPECT_EQ(in_quotes("a\nb\x7f"), "\"a?b?\"");
  EXPECT_EQ(in_quotes(std::string(61, 'x')), '"' + std::string(60, 'x') + "...\"");
  EXPECT_EQ(in_quotes("\xc3\xa9"), "\"\xc3\xa9\"");
  EXPECT_EQ(in_quotes("a\xc3(\xff"), "\"a?(?\"") << "not UTF-8";
  const std::string before(59, 'x');
  EXPECT_EQ(in_quotes(before + "\xc3\xa9"), '"' + before + "...\"") << "no half of a letter";
  EXPECT_EQ(in_quotes(before + "y\xc3\xa9"), '"' + before + "y...\"");
  EXPECT_EQ(in_quotes(std::string(70, '\x80')), "\"...\"");
}

TEST(UnknownOperation, SuggestsTheNearestName) {
  EXPECT_TRUE(unknown_operation("gem").starts_with("calib has no operation \"gem\"; did you mean gemm? name one of"));
  EXPECT_TRUE(unknown_operation("fft").starts_with("calib has no operation \"fft\"; name one of"));
  EXPECT_TRUE(unknown_operation("conv").starts_with("calib has no operation \"conv\"; convolutions are conv2d"));
}

TEST(PointerTo, JoinsAndEscapes) {
  EXPECT_EQ(pointer_to(), "");
  EXPECT_EQ(pointer_to("tables", std::size_t{3}, "axes"), "/tables/3/axes");
  EXPECT_EQ(pointer_to("a/b", "~"), "/a~1b/~0");
}

TEST(Identifier, AcceptsNamesThatCompileAnywhere) {
  for (const std::string_view id : {"a", "A9", "intel_i7_12700k", "openblas_1t_warm", "classes", "int8", "a_"}) {
    EXPECT_TRUE(is_identifier(id)) << id;
  }
}

TEST(Identifier, RefusesTheRest) {
  for (const std::string_view id : {"", "9a", "_a", "a__b", "a-b", "a.b", "a b", "a\n", "µ", "int", "alignas", "xor_eq",
                                    "std", "calib", "linux", "char8_t", "co_yield"}) {
    EXPECT_FALSE(is_identifier(id)) << id;
  }
}

TEST(DimensionsOf, KnowsEveryOperation) {
  EXPECT_EQ(joined(dimensions_of("gemm").value()), "m, n, k");
  EXPECT_EQ(joined(dimensions_of("triad").value()), "bytes");
  EXPECT_FALSE(dimensions_of("GEMM").has_value());
  EXPECT_FALSE(dimensions_of("").has_value());
}

}  // namespace
}  // namespace calib::profile_io
