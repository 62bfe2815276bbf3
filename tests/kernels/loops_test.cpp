// The inner loops called directly, on memory that begins at no vector's and no cache line's boundary, with guards
// beside the results.

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "kernels/aligned_buffer.hpp"
#include "kernels/eigen/products.hpp"
#include "kernels/own/naive_gemm.hpp"
#include "kernels/own/stream_loops.hpp"
#include "kernels/own/tiled_gemm.hpp"
#include "kernels/own/transpose.hpp"
#include "kernels/random.hpp"
#include "kernels/reference.hpp"

namespace calib::kernels {
namespace {

template <class T>
class Loops : public testing::Test {};
using Elements = testing::Types<float, double>;
TYPED_TEST_SUITE(Loops, Elements);

constexpr std::size_t guards = 64;

/// `count` elements, `shift` elements after a cache line's boundary, guarded on both sides.
template <class T>
class shifted {
 public:
  shifted(std::size_t count, std::size_t shift) : memory_(count + 2 * guards + shift), shift_{shift}, count_{count} {
    fill_random<T>(memory_, 99);
  }
  shifted(std::size_t count, std::size_t shift, std::uint64_t seed) : shifted(count, shift) {
    fill_random<T>(values(), seed);
  }
  T* data() { return memory_.data() + guards + shift_; }
  std::span<T> values() { return {data(), count_}; }
  std::span<const T> const_values() { return values(); }
  bool guards_intact() const {
    for (std::size_t i = 0; i < memory_.size(); ++i) {
      const bool inside = i >= guards + shift_ && i < guards + shift_ + count_;
      if (!inside && memory_[i] != random_element<T>(99, i)) return false;
    }
    return true;
  }

 private:
  aligned_buffer<T> memory_;
  std::size_t shift_;
  std::size_t count_;
};

struct gemm_shape {
  std::size_t m, n, k;
};

constexpr std::size_t shifts[]{0, 1, 3};

TYPED_TEST(Loops, GemmsWorkAtAnyAlignmentAndStayInside) {
  using T = TypeParam;
  constexpr gemm_shape shapes[]{{1, 1, 1},    {6, 16, 8},    {7, 17, 9},    {12, 32, 16},
                                {13, 33, 17}, {25, 65, 200}, {65, 31, 400}, {270, 35, 5}};
  for (const gemm_shape& shape : shapes) {
    const std::size_t m = shape.m, n = shape.n, k = shape.k;
    for (const std::size_t shift : shifts) {
      shifted<T> a(m * k, shift, 1), b(k * n, shift, 2);
      const own::tiled_workspace size = own::tiled_workspace_for<T>(m, n, k);
      aligned_buffer<T> packed_a(size.a), packed_b(size.b);
      const auto check = [&](const char* what, auto&& multiply) {
        shifted<T> c(m * n, shift);
        poison<T>(c.values());
        multiply(c.data());
        EXPECT_TRUE(compare_gemm<T>(m, n, k, a.const_values(), b.const_values(), c.const_values()).ok())
            << what << ' ' << m << ' ' << n << ' ' << k << " shift " << shift;
        EXPECT_TRUE(c.guards_intact()) << what << ' ' << m << ' ' << n << ' ' << k << " shift " << shift;
      };
      check("naive", [&](T* c) { own::naive_gemm<T>(m, n, k, a.data(), b.data(), c); });
      check("tiled",
            [&](T* c) { own::tiled_gemm<T>(m, n, k, a.data(), b.data(), c, packed_a.data(), packed_b.data()); });
      check("eigen", [&](T* c) { eigen::gemm<T>(m, n, k, a.data(), b.data(), c); });
    }
  }
}

// Sizes beyond one block in every dimension: the blocks' edges must meet.
TYPED_TEST(Loops, TiledGemmJoinsItsBlocks) {
  using T = TypeParam;
  constexpr gemm_shape shapes[]{{600, 40, 500}, {3, 8300, 210}};
  for (const gemm_shape& shape : shapes) {
    const std::size_t m = shape.m, n = shape.n, k = shape.k;
    aligned_buffer<T> a(m * k), b(k * n), c(m * n);
    fill_random<T>(a, 1);
    fill_random<T>(b, 2);
    poison<T>(c);
    const own::tiled_workspace size = own::tiled_workspace_for<T>(m, n, k);
    aligned_buffer<T> packed_a(size.a), packed_b(size.b);
    own::tiled_gemm<T>(m, n, k, a.data(), b.data(), c.data(), packed_a.data(), packed_b.data());
    EXPECT_TRUE(compare_gemm<T>(m, n, k, a, b, c).ok()) << m << ' ' << n << ' ' << k;
  }
}

TYPED_TEST(Loops, StreamsWorkAtAnyAlignmentAndStayInside) {
  using T = TypeParam;
  constexpr T factor{0.75};
  for (const std::size_t count : {1u, 2u, 3u, 5u, 7u, 8u, 15u, 16u, 17u, 31u, 33u, 63u, 65u, 127u, 129u, 1000u}) {
    for (const std::size_t shift : shifts) {
      shifted<T> left(count, shift, 1), right(count, shift + 1, 2);
      const auto check = [&](const char* what, auto&& loop, auto&& expected) {
        shifted<T> target(count, shift);
        poison<T>(target.values());
        loop(target.data());
        for (std::size_t i = 0; i < count; ++i) {
          // Fused or not, one rounding more or less of numbers below 2.
          ASSERT_NEAR(target.data()[i], expected(i), 2 * std::numeric_limits<T>::epsilon()) << what << ' ' << count;
        }
        EXPECT_TRUE(target.guards_intact()) << what << ' ' << count << " shift " << shift;
      };
      const T* const l = left.data();
      const T* const r = right.data();
      check(
          "copy", [&](T* t) { own::copy<T>(t, l, count); }, [&](std::size_t i) { return l[i]; });
      check(
          "scale", [&](T* t) { own::scale<T>(t, l, factor, count); }, [&](std::size_t i) { return factor * l[i]; });
      check(
          "stream_add", [&](T* t) { own::stream_add<T>(t, l, r, count); }, [&](std::size_t i) { return l[i] + r[i]; });
      check(
          "triad", [&](T* t) { own::triad<T>(t, l, r, factor, count); },
          [&](std::size_t i) { return l[i] + factor * r[i]; });
      check(
          "write", [&](T* t) { own::write<T>(t, factor, count); }, [&](std::size_t) { return factor; });

      using word = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
      word all = 0;
      for (std::size_t i = 0; i < count; ++i) all ^= std::bit_cast<word>(l[i]);
      EXPECT_EQ(own::read<T>(l, count), all) << count << " shift " << shift;
    }
  }
}

// Sizes on both sides of a block, the rows split in two parts.
TYPED_TEST(Loops, TransposeMovesEveryElementAtAnyAlignmentAndStaysInside) {
  using T = TypeParam;
  for (const std::size_t rows : {1u, 2u, 31u, 32u, 33u, 65u}) {
    for (const std::size_t cols : {1u, 3u, 31u, 32u, 64u, 67u}) {
      for (const std::size_t shift : shifts) {
        shifted<T> x(rows * cols, shift, 1), target(rows * cols, shift + 1);
        poison<T>(target.values());
        own::transpose<T>(target.data(), x.data(), rows, cols, 0, rows / 2);
        own::transpose<T>(target.data(), x.data(), rows, cols, rows / 2, rows);
        for (std::size_t i = 0; i < rows * cols; ++i) {
          ASSERT_EQ(target.data()[i % cols * rows + i / cols], x.data()[i]) << rows << ' ' << cols << ' ' << shift;
        }
        EXPECT_TRUE(target.guards_intact()) << rows << ' ' << cols << ' ' << shift;
      }
    }
  }
}

}  // namespace
}  // namespace calib::kernels
