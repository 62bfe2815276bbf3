#include "foreign/number.hpp"

#include <gtest/gtest.h>

namespace calib::foreign {
namespace {

TEST(Number, ReadsSignsBlanksAndExponents) {
  EXPECT_EQ(parse_cell(" +1.5e-3 ").value, 1.5e-3);
  EXPECT_EQ(parse_cell("\xc2\xa0"
                       "42")
                .value,
            42);
  EXPECT_EQ(parse_cell("1e3").value, 1000);
  EXPECT_EQ(parse_cell("-2").value, -2);
}

TEST(Number, TellsGroupsOfDigitsWhateverPartsThem) {
  for (const char* const cell : {"1,024", "12,345,678", "1 024", "1'024", "1_024",
                                 "1\xc2\xa0"
                                 "024",
                                 "1,024.5", "1.024,5"}) {
    EXPECT_EQ(parse_cell(cell).kind, numeral::digit_groups) << cell;
  }
}

TEST(Number, TellsDecimalCommasFromGroups) {
  EXPECT_EQ(parse_cell("0,000012").kind, numeral::decimal_comma);
  EXPECT_EQ(parse_cell("0,125").kind, numeral::decimal_comma);
  EXPECT_EQ(parse_cell("12,5").value, 12.5);
}

TEST(Number, ReadsFractionsBehindTheSignOfTheFile) {
  EXPECT_EQ(parse_cell("1,024", decimal_sign::comma).value, 1.024);
  EXPECT_EQ(parse_cell("1,024", decimal_sign::comma).kind, numeral::number);
  EXPECT_EQ(parse_cell("1.024", decimal_sign::comma).kind, numeral::digit_groups);
  EXPECT_EQ(parse_cell("1.024").value, 1.024);
}

TEST(Number, TellsUnitsFromOtherText) {
  for (const char* const cell : {"12.3 us", "12us", "5 %", "7 (median)", "3\xc2\xb5s", "64x64", "4K"}) {
    EXPECT_EQ(parse_cell(cell).kind, numeral::with_unit) << cell;
  }
  for (const char* const cell : {"N", "?", "-", "2024-01-01", "12:30", "fp16", "++1", "."}) {
    EXPECT_EQ(parse_cell(cell).kind, numeral::text) << cell;
  }
  EXPECT_EQ(parse_cell("  ").kind, numeral::empty);
}

TEST(Number, KnowsSizesThatMayBeInGroups) {
  EXPECT_TRUE(in_groups("1.024"));
  EXPECT_FALSE(in_groups("0.125"));
  EXPECT_FALSE(in_groups("1024.5"));
  EXPECT_FALSE(in_groups("16.0"));
}

}  // namespace
}  // namespace calib::foreign
