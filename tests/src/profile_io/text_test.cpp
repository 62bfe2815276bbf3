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
