#include "kernels/aligned_buffer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

namespace calib::kernels {
namespace {

constexpr std::size_t most = std::numeric_limits<std::size_t>::max();

TEST(AlignedBuffer, BeginsAtACacheLine) {
  for (const std::size_t count : {1u, 3u, 17u, 1000u}) {
    const aligned_buffer<double> buffer(count);
    EXPECT_EQ(buffer.size(), count);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % buffer_alignment, 0u);
  }
}

TEST(AlignedBuffer, BeginsAtAPageWhereItFillsOne) {
  for (const std::size_t count : {512u, 513u, 5000u}) {
    const aligned_buffer<double> buffer(count), other(count);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % page_alignment, 0u);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(other.data()) % page_alignment, 0u);
  }
}

TEST(AlignedBuffer, MovesItsMemory) {
  aligned_buffer<float> from(5);
  const float* const data = from.data();
  aligned_buffer<float> to{std::move(from)};
  EXPECT_EQ(to.data(), data);
  EXPECT_EQ(to.size(), 5u);
  aligned_buffer<float> assigned;
  assigned = std::move(to);
  EXPECT_EQ(assigned.data(), data);
}

TEST(AlignedBuffer, RefusesSizesThatOverflow) {
  EXPECT_THROW(aligned_buffer<double>{most}, std::bad_alloc);
  EXPECT_THROW(aligned_buffer<double>{most / 8}, std::bad_alloc);
  EXPECT_THROW(aligned_buffer<double>{most / 8 + 2}, std::bad_alloc);  // would wrap to 8 bytes
}

TEST(AlignedBuffer, SizesSaturate) {
  static_assert(saturated_product(6, 7) == 42);
  static_assert(saturated_product(most, 2) == most);
  static_assert(saturated_product(most, 0) == 0);
  static_assert(saturated_sum(most - 1, 1) == most);
  static_assert(saturated_sum(most, 2) == most);
  EXPECT_EQ(aligned_buffer<double>::bytes(most), most);
  EXPECT_EQ(aligned_buffer<float>::bytes(10), 40u);
}

}  // namespace
}  // namespace calib::kernels
