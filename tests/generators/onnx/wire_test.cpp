#include "onnx/wire.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "model_writer.hpp"
#include "onnx/error.hpp"

namespace calib::onnx {
namespace {

using namespace test;

std::string problem_of(const std::string& bytes) {
  try {
    message m(bytes, bytes);
    field f;
    while (m.next(f)) {
    }
  } catch (const fault& found) {
    return found.where + ": " + found.problem;
  }
  return "";
}

TEST(Wire, ReadsNumbersTextsAndReals) {
  const std::string bytes = whole_field(3, -1) + text_field(8, "name") + float_field(2, 0.5F);
  message m(bytes, bytes);
  field f;
  ASSERT_TRUE(m.next(f));
  EXPECT_EQ(f.number, 3);
  EXPECT_EQ(f.whole(), -1);
  ASSERT_TRUE(m.next(f));
  EXPECT_EQ(f.number, 8);
  EXPECT_EQ(f.bytes, "name");
  ASSERT_TRUE(m.next(f));
  EXPECT_EQ(f.real(), 0.5);
  EXPECT_FALSE(m.next(f));
}

TEST(Wire, BytesAreViewsOfTheFile) {
  const std::string bytes = text_field(9, std::string(1000, 'w'));
  message m(bytes, bytes);
  field f;
  ASSERT_TRUE(m.next(f));
  EXPECT_EQ(f.bytes.data(), bytes.data() + bytes.size() - 1000);
}

TEST(Wire, PackedAndRepeatedNumbersAreRead) {
  const std::string packed = written([](CodedOutputStream& out) {
    for (const std::uint64_t n : {1U, 300U, 70000U}) out.WriteVarint64(n);
  });
  const std::string bytes = text_field(8, packed) + whole_field(8, 7);
  message m(bytes, bytes);
  std::vector<std::int64_t> numbers;
  field f;
  while (m.next(f)) {
    m.each_number(f, wire_type::varint, [&](const field& n) {
      numbers.push_back(n.whole());
      return true;
    });
  }
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 300, 70000, 7}));
}

TEST(Wire, WhatIsCutOffIsRefusedWithItsPlace) {
  const std::string whole = whole_field(1, 8) + text_field(2, "producer");
  for (std::size_t length = 1; length < whole.size(); ++length) {
    if (length == 2) continue;  // ends behind the first field
    EXPECT_THAT(problem_of(whole.substr(0, length)), testing::HasSubstr("byte ")) << length;
  }
  EXPECT_EQ(problem_of(whole), "");
}

TEST(Wire, LengthsBeyondTheFileAreRefused) {
  const std::string huge = written([](CodedOutputStream& out) {
    out.WriteTag(7 << 3 | 2);
    out.WriteVarint64(0xFFFFFFFFFFFFFFFFU);
  });
  EXPECT_EQ(problem_of(huge), "byte 11: a field is longer than the bytes that are left");
}

TEST(Wire, GroupsAreRefused) {
  EXPECT_THAT(problem_of(std::string{"\x0b"}), testing::HasSubstr("groups and unknown wire types are not in one"));
}

}  // namespace
}  // namespace calib::onnx
