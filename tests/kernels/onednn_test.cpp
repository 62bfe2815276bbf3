// What oneDNN's kernels work on: copies in a layout of its own, in the place of the operands.

#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/onednn/call.hpp"
#include "kernels/onednn/image_layout.hpp"

namespace calib::kernels::onednn {
namespace {

std::span<std::byte> bytes_of(const memory& one) {
  return {static_cast<std::byte*>(one.get_data_handle()), one.get_desc().get_size()};
}

TEST(Call, WorksOnCopiesInThePlaceOfOperands) {
  const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  const memory::dims sizes = dims(1, 32, 3, 3);
  const memory operand{in_layout<float>(tag::nchw, sizes), engine}, own{in_layout<float>(tag::nhwc, sizes), engine};
  const call work{{}, {}, {{operand, own}}};
  EXPECT_EQ(work.place_of(bytes_of(operand)).data(), bytes_of(own).data());
  EXPECT_EQ(work.place_of(bytes_of(operand)).size(), bytes_of(own).size());
  std::vector<std::byte> other(8);
  EXPECT_EQ(work.place_of(other).data(), other.data());
}

TEST(ImageLayout, IsOneThatConvolutionsLeaveWithoutPadding) {
  const dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  const memory image_of_vectors = image<float>(engine, dims(2, 64, 14, 14));
  EXPECT_EQ(bytes_of(image_of_vectors).size(), 4u * 2 * 64 * 14 * 14);
  const tag layout = image_layout(engine, data_type_of<float>);
  EXPECT_EQ(image_of_vectors.get_desc(), (in_layout<float>(layout, dims(2, 64, 14, 14))));
}

}  // namespace
}  // namespace calib::kernels::onednn
