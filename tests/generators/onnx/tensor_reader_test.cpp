#include "onnx/tensor_reader.hpp"

#include <gtest/gtest.h>

#include "model_writer.hpp"
#include "onnx/error.hpp"

namespace calib::onnx {
namespace {

using namespace test;

tensor read(const std::string& bytes) {
  part_count parts;
  return read_tensor(message(bytes, bytes), parts);
}

TEST(TensorReader, RawNumbersOfEveryFormat) {
  EXPECT_EQ(*read(raw_tensor("t", 1, {2}, raw_of(std::vector<float>{0.5F, -2}))).content,
            (std::vector<double>{0.5, -2}));
  EXPECT_EQ(*read(raw_tensor("t", 11, {1}, raw_of(std::vector<double>{0.1}))).content, (std::vector<double>{0.1}));
  EXPECT_EQ(*read(raw_tensor("t", 7, {1}, raw_of(sizes{-3}))).content, (std::vector<double>{-3}));
  EXPECT_EQ(*read(raw_tensor("t", 6, {1}, raw_of(std::vector<std::int32_t>{-3}))).content, (std::vector<double>{-3}));
  EXPECT_EQ(*read(raw_tensor("t", 2, {2}, std::string{"\x01\xff"})).content, (std::vector<double>{1, 255}));
  EXPECT_EQ(*read(raw_tensor("t", 3, {2}, std::string{"\x01\xff"})).content, (std::vector<double>{1, -1}));
  EXPECT_EQ(*read(raw_tensor("t", 10, {3}, raw_of(std::vector<std::uint16_t>{0x3C00, 0xC000, 0x0001}))).content,
            (std::vector<double>{1, -2, 0x1p-24}));
  EXPECT_EQ(*read(raw_tensor("t", 16, {1}, raw_of(std::vector<std::uint16_t>{0x3F80}))).content,
            (std::vector<double>{1}));
}

TEST(TensorReader, ListedNumbers) {
  EXPECT_EQ(*read(a_tensor("t", 7, {2}) + whole_field(7, 5) + whole_field(7, -6)).content,
            (std::vector<double>{5, -6}));
  EXPECT_EQ(*read(a_tensor("t", 1, {1}) + float_field(4, 1.5F)).content, (std::vector<double>{1.5}));
}

TEST(TensorReader, LargeTensorsKeepNoNumbers) {
  EXPECT_TRUE(read(raw_tensor("t", 1, {1024}, std::string(4096, '\0'))).content.has_value());
  EXPECT_FALSE(read(raw_tensor("t", 1, {1025}, std::string(4100, '\0'))).content.has_value());
}

TEST(TensorReader, WeightsMayBeMissingOrElsewhere) {
  EXPECT_EQ(read(a_tensor("t", 1, {64, 3})).dims, (shape{64, 3}));
  EXPECT_EQ(read(a_tensor("t", 1, {64, 3}) + whole_field(14, 1)).dims, (shape{64, 3}));
}

TEST(TensorReader, SparseTensorsHaveTheirDenseSizes) {
  part_count parts;
  const std::string bytes = text_field(1, a_tensor("s", 1, {3})) + whole_field(3, 100) + whole_field(3, 200);
  const tensor sparse = read_sparse_tensor(message(bytes, bytes), parts);
  EXPECT_EQ(sparse.name, "s");
  EXPECT_EQ(sparse.dims, (shape{100, 200}));
}

TEST(TensorReader, PartsAreCounted) {
  part_count parts;
  parts.add(most_parts);
  EXPECT_THROW(parts.add(), fault);
}

}  // namespace
}  // namespace calib::onnx
