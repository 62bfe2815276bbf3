#include "emit/number_format.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>

namespace {

using calib::emit::double_literal;
using calib::emit::escaped;
using calib::emit::for_comment;

double read_back(const std::string& text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_EQ(result.ptr, text.data() + text.size()) << text;
  return value;
}

TEST(DoubleLiteral, IsTheShortestThatIsADouble) {
  EXPECT_EQ(double_literal(0.0), "0.0");
  EXPECT_EQ(double_literal(5.0), "5.0");
  EXPECT_EQ(double_literal(-3.0), "-3.0");
  EXPECT_EQ(double_literal(0.1), "0.1");
  EXPECT_EQ(double_literal(1e-5), "1e-05");
  EXPECT_EQ(double_literal(1e300), "1e+300");
  EXPECT_EQ(double_literal(1e11), "1e+11");
  EXPECT_EQ(double_literal(123456789012.0), "123456789012.0");
}

TEST(DoubleLiteral, ReadsBackExactly) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100'000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = double_literal(value);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(read_back(text)), std::bit_cast<std::uint64_t>(value)) << text;
    ASSERT_NE(text.find_first_of(".e"), std::string::npos) << text;
  }
}

TEST(DoubleLiteral, ReadsBackAtTheExtremes) {
  using limits = std::numeric_limits<double>;
  for (const double value : {limits::min(), limits::max(), limits::lowest(), limits::denorm_min(), limits::epsilon()}) {
    EXPECT_EQ(read_back(double_literal(value)), value);
  }
}

TEST(DoubleLiteral, RefusesWhatHasNoLiteral) {
  EXPECT_THROW(double_literal(std::numeric_limits<double>::infinity()), std::invalid_argument);
  EXPECT_THROW(double_literal(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST(Escaped, LeavesPlainTextAlone) {
  EXPECT_EQ(escaped("Intel Core i7-12700K (12th gen)?"), "Intel Core i7-12700K (12th gen)?");
}

TEST(Escaped, WritesOtherBytesInOctal) {
  EXPECT_EQ(escaped("a\"b\\c\n"), "a\\042b\\134c\\012");
  EXPECT_EQ(escaped("\xC2\xB5"
                    "1"),
            "\\302\\2651");
  EXPECT_EQ(escaped("\x7f"), "\\177");
}

TEST(ForComment, KeepsWhatPeopleWrite) { EXPECT_EQ(for_comment("a \"µ\" \\ what?"), "a \"µ\" \\ what?"); }

TEST(ForComment, KeepsNothingThatEndsOrTurnsTheLine) {
  EXPECT_EQ(for_comment("a\nb\x7f"), "a?b?");
  EXPECT_EQ(for_comment("a\u2028b\u202Ec\u2069\u2069"), "a?b?c??");
}

TEST(Escaped, LeavesNoTrigraph) {
  EXPECT_EQ(escaped("what?"
                    "?!"),
            "what?\\077!");
}

}  // namespace
