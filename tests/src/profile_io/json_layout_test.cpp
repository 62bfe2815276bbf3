#include "profile_io/json_layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace calib::profile_io {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(LaidOut, ABlockHasALineForEachMember) {
  EXPECT_EQ(laid_out({{"z", 1}, {"a", {{"b", "c"}}}, {"list", {{{"d", true}}, {{"d", false}}}}}, {}), R"({
  "z": 1,
  "a": {
    "b": "c"
  },
  "list": [
    {
      "d": true
    },
    {
      "d": false
    }
  ]
}
)");
}

TEST(LaidOut, WhatIsNamedStaysOnOneLine) {
  const json value{{"object", {{"a", {{"b", {1, 2}}}}, {"c", 3}}}, {"array", {{{"a", 1}, {"b", 2}}, {{"a", 3}}}}};
  EXPECT_EQ(laid_out(value, {.on_one_line = {"object", "array"}}), R"({
  "object": {"a": {"b": [1, 2]}, "c": 3},
  "array": [
    {"a": 1, "b": 2},
    {"a": 3}
  ]
}
)");
}

TEST(LaidOut, OnlyLongArraysOfPlainValuesHaveRows) {
  const auto two = [](const json&, std::string_view member) -> std::size_t { return member == "rows" ? 2 : 0; };
  EXPECT_EQ(laid_out({{"rows", {1, 2, 3, 4, 5}}, {"line", {1, 2, 3}}}, {.row_length = two}), R"({
  "rows": [
    1, 2,
    3, 4,
    5
  ],
  "line": [1, 2, 3]
}
)");
  EXPECT_EQ(laid_out({{"rows", {1, 2}}}, {.row_length = two}), "{\n  \"rows\": [1, 2]\n}\n");
}

TEST(LaidOut, WhatIsEmptyIsTwoBrackets) {
  EXPECT_EQ(laid_out({{"a", json::array()}, {"o", json::object()}}, {}), "{\n  \"a\": [],\n  \"o\": {}\n}\n");
  EXPECT_EQ(laid_out(json::object(), {}), "{}\n");
}

TEST(LaidOut, NumbersAreTheShortestThatReadBack) {
  const json numbers{1e-6, 3.1e9, 0.0001, 5.0, 1.0 / 3, std::numeric_limits<double>::denorm_min(), 1ULL << 63U, -2};
  EXPECT_EQ(laid_out(numbers, {}), "[1e-06, 3.1e+09, 1e-04, 5, 0.3333333333333333, 5e-324, 9223372036854775808, -2]\n");
}

TEST(LaidOut, TextIsEscaped) {
  EXPECT_EQ(laid_out({{"a\"b", "\\ \n \t \x01 \x7f µ"}}, {}), "{\n  \"a\\\"b\": \"\\\\ \\n \\t \\u0001 \x7f µ\"\n}\n");
}

TEST(LaidOut, TextThatIsNotUtf8IsRefusedOrReplaced) {
  const json latin{{"cpu", "caf\xe9 one"}};
  EXPECT_THAT([&] { (void)laid_out(latin, {}); }, ThrowsMessage<std::invalid_argument>(HasSubstr("is not UTF-8")));
  EXPECT_THAT([&] { (void)laid_out({{"caf\xe9", 1}}, {}); }, ThrowsMessage<std::invalid_argument>(HasSubstr("UTF-8")));
  EXPECT_EQ(laid_out(latin, {.not_utf8 = json::error_handler_t::replace}), "{\n  \"cpu\": \"caf\uFFFD one\"\n}\n");
}

}  // namespace
}  // namespace calib::profile_io
