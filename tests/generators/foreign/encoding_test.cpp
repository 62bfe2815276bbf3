#include "foreign/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "usage_error.hpp"

namespace calib::foreign {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

std::string refusal_of(std::string_view text) {
  try {
    decoded(text, "file.csv");
  } catch (const usage_error& error) {
    return error.what();
  }
  return "no error";
}

std::string widened(std::string_view text, std::size_t before, std::size_t after) {
  std::string wide;
  for (const char c : text) wide += std::string(before, '\0') + c + std::string(after, '\0');
  return wide;
}

TEST(Encoding, DropsTheMarkOfUtf8) {
  EXPECT_EQ(decoded("\xef\xbb\xbfm,n", "file.csv").text, "m,n");
  EXPECT_EQ(decoded("m,n", "file.csv").text, "m,n");
}

TEST(Encoding, ReadsLatin1AndSaysSo) {
  const decoded_text found = decoded("t (\xb5s)", "file.csv");
  EXPECT_EQ(found.text, "t (\xc2\xb5s)");
  EXPECT_TRUE(found.from_latin_1);
  EXPECT_FALSE(decoded("t (\xc2\xb5s)", "file.csv").from_latin_1);
}

TEST(Encoding, RefusesWideTextWithTheCommandThatConvertsIt) {
  const std::string text = "m,n,k,latency_s\n1,2,3,4\n";
  EXPECT_THAT(refusal_of("\xff\xfe" + widened(text, 0, 1)), HasSubstr("iconv -f UTF-16LE -t UTF-8 file.csv"));
  EXPECT_THAT(refusal_of("\xfe\xff" + widened(text, 1, 0)), HasSubstr("UTF-16BE"));
  EXPECT_THAT(refusal_of("\xff\xfe\0\0"s + widened(text, 0, 3)), HasSubstr("UTF-32LE"));
  EXPECT_THAT(refusal_of(widened(text, 0, 1)), HasSubstr("UTF-16LE"));
  EXPECT_THAT(refusal_of(widened(text, 1, 0)), HasSubstr("UTF-16BE"));
  EXPECT_THAT(refusal_of(widened(text, 3, 0)), HasSubstr("UTF-32BE"));
}

TEST(Encoding, RefusesWhatIsNoText) {
  EXPECT_THAT(refusal_of("PK\x03\x04..."), HasSubstr("save it as CSV"));
  EXPECT_THAT(refusal_of("BZh9"), HasSubstr("bunzip2"));
  EXPECT_THAT(refusal_of("m,n\n1,\0\n"s), HasSubstr("zero byte"));
}

}  // namespace
}  // namespace calib::foreign
