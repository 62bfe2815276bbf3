#include "kernels/typed_kernel.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/operands/axpy.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/operands/gemm.hpp"
#include "kernels/operands/gemv.hpp"
#include "kernels/operands/stream.hpp"
#include "kernels/own/naive_gemm.hpp"
#include "kernels/own/stream_loops.hpp"
#include "kernels/smallest_call.hpp"

namespace calib::kernels {
namespace {

constexpr std::uint64_t seed = 5;

/// check() of a kernel whose body is `body`, at these dimensions.
template <Operation Op, class Body>
prepared::check_result check_of(std::initializer_list<std::size_t> dims, Body body) {
  const auto kernel = make_kernel<Op>("test", [body](const Op&) { return body; });
  return kernel->prepare(std::vector<std::size_t>{dims}, seed)->check();
}

using gemm = op::gemm<f32>;

void multiply(operands<gemm>& x) {
  own::naive_gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data());
}

TEST(TypedKernel, TakesItsFactsFromTheOperation) {
  const auto kernel = make_kernel<gemm>("test", [](const gemm&) { return multiply; });
  EXPECT_EQ(kernel->operation(), "gemm");
  EXPECT_EQ(kernel->backend(), "test");
  EXPECT_EQ(kernel->precision(), precision::f32);
  EXPECT_EQ(kernel->dimensions().size(), 3u);
  EXPECT_EQ(kernel->dimensions()[2], "k");
  const std::vector<std::size_t> dims{2, 3, 4};
  EXPECT_EQ(kernel->work(dims).arithmetic.value, 48);
  EXPECT_EQ(kernel->work(dims).traffic.value, 4 * (8 + 12 + 6));
  EXPECT_EQ(kernel->memory_bytes(dims), 4u * (8 + 12 + 6));
}

TEST(TypedKernel, RefusesDimensionsThatAreNotTheOperations) {
  const auto kernel = make_kernel<gemm>("test", [](const gemm&) { return multiply; });
  using dims = std::vector<std::size_t>;
  EXPECT_THROW(kernel->prepare(dims{1, 2}, seed), std::invalid_argument);
  EXPECT_THROW(kernel->prepare(dims{1, 2, 3, 4}, seed), std::invalid_argument);
  EXPECT_THROW(kernel->prepare(dims{1, 0, 3}, seed), std::invalid_argument);
  EXPECT_THROW(kernel->work(dims{}), std::invalid_argument);
  EXPECT_THROW(kernel->memory_bytes(dims{0, 1, 1}), std::invalid_argument);
  const auto copy =
      make_kernel<op::copy<f32>>("test", [](const op::copy<f32>&) { return [](operands<op::copy<f32>>&) {}; });
  EXPECT_THROW(copy->prepare(dims{7}, seed), std::invalid_argument);
  EXPECT_NO_THROW(copy->prepare(dims{8}, seed));
}

/// Works on a copy of x.a.
struct on_a_copy {
  std::vector<float>* copy;
  int* places;

  void load(operands<gemm>& x) { copy->assign(x.a.data(), x.a.data() + x.a.size()); }
  std::span<std::byte> place_of(std::span<std::byte> operand) {
    const bool is_a = operand.size() == copy->size() * sizeof(float);
    EXPECT_EQ(is_a, (*places)++ == 1);  // last, as it is used last
    return is_a ? std::as_writable_bytes(std::span{*copy}) : operand;
  }
  void operator()(operands<gemm>& x) const { own::naive_gemm(2, 40, 30, copy->data(), x.b.data(), x.c.data()); }
};

// Pages that are shared with a file until they are written: what the file says later shows in the others.
TEST(Touch, WritesEveryPage) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t bytes = 4 * page;
  const int file = memfd_create("calib_touch", 0);
  ASSERT_EQ(ftruncate(file, static_cast<off_t>(bytes)), 0);
  auto* const memory =
      static_cast<std::byte*>(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, /*offset=*/0));
  ASSERT_NE(memory, MAP_FAILED);
  touch({memory, 3 * page});
  const std::vector<char> later(bytes, 'x');
  ASSERT_EQ(pwrite(file, later.data(), bytes, 0), static_cast<ssize_t>(bytes));
  for (std::size_t at = 0; at < bytes; at += page) EXPECT_EQ(memory[at] == std::byte{}, at < 3 * page) << at / page;
  munmap(memory, bytes);
  close(file);
}

TEST(TypedKernel, TouchingActivationsLeavesTheirValues) {
  std::vector<float> copy;
  int places = 0;
  const auto kernel = make_kernel<gemm>("test", [&](const gemm&) { return on_a_copy{&copy, &places}; });
  const auto ready = kernel->prepare(std::vector<std::size_t>{2, 40, 30}, seed);
  const std::vector<float> before = copy;
  ready->touch_activations();
  EXPECT_EQ(places, 2);  // the result and a; b would be weights
  EXPECT_EQ(copy, before);
  EXPECT_TRUE(ready->check().ok());
}

TEST(SmallestCall, IsTheOtherKernelAtItsShapeWithoutItsWork) {
  std::size_t calls = 0;
  const auto counted = [&calls](operands<gemm>& x) {
    EXPECT_EQ(x.shape.dims(), (std::array<std::size_t, 3>{1, 1, 2}));
    ++calls;
    multiply(x);
  };
  const auto kernel = make_dispatch(make_kernel<gemm>("test", [=](const gemm&) { return counted; }), {1, 1, 2});
  EXPECT_EQ(kernel->operation(), "dispatch");
  EXPECT_EQ(kernel->backend(), "test");
  EXPECT_EQ(kernel->precision(), precision::f32);
  EXPECT_TRUE(kernel->dimensions().empty());
  EXPECT_EQ(kernel->work({}).arithmetic.value, 0);
  EXPECT_EQ(kernel->work({}).traffic.value, 0);
  EXPECT_EQ(kernel->memory_bytes({}), 4u * (2 + 2 + 1));
  const auto ready = kernel->prepare({}, seed);
  ready->run(3);
  EXPECT_EQ(calls, 3u);
  EXPECT_TRUE(ready->check().ok());
  EXPECT_THROW(kernel->prepare(std::vector<std::size_t>{1}, seed), std::invalid_argument);
}

TEST(SmallestCall, IsCheckedAsTheOtherKernelIs) {
  const auto idle = [](operands<gemm>&) {};
  const auto kernel = make_dispatch(make_kernel<gemm>("test", [=](const gemm&) { return idle; }), {1, 1, 1});
  EXPECT_FALSE(kernel->prepare({}, seed)->check().ok());
}

TEST(TypedKernel, RefusesMoreMemoryThanThereIs) {
  const auto kernel = make_kernel<gemm>("test", [](const gemm&) { return multiply; });
  constexpr std::size_t huge = std::size_t{1} << 40;
  EXPECT_EQ(kernel->memory_bytes(std::vector{huge, huge, huge}), std::numeric_limits<std::size_t>::max());
  EXPECT_THROW(kernel->prepare(std::vector{huge, huge, huge}, seed), std::bad_alloc);
}

TEST(TypedKernel, RunsTheBodyOncePerRepeat) {
  int calls = 0;
  const auto kernel =
      make_kernel<gemm>("test", [&calls](const gemm&) { return [&calls](operands<gemm>&) { ++calls; }; });
  const auto ready = kernel->prepare(std::vector<std::size_t>{1, 1, 1}, seed);
  EXPECT_EQ(calls, 0);
  ready->run(0);
  EXPECT_EQ(calls, 0);
  ready->run(7);
  EXPECT_EQ(calls, 7);
}

TEST(TypedKernel, CheckStartsFromFreshOperands) {
  const auto kernel = make_kernel<op::axpy<f64>>("test", [](const op::axpy<f64>&) {
    return [](operands<op::axpy<f64>>& x) {
      for (std::size_t i = 0; i < x.y.size(); ++i) x.y[i] += x.factor * x.x[i];
    };
  });
  const auto ready = kernel->prepare(std::vector<std::size_t>{17}, seed);
  EXPECT_TRUE(ready->check().ok());
  ready->run(3);
  EXPECT_TRUE(ready->check().ok());
}

// Faults that check() must find.

TEST(TypedKernel, CheckAcceptsARightGemm) { EXPECT_TRUE((check_of<gemm>({5, 17, 33}, multiply).ok())); }

TEST(TypedKernel, CheckFindsOneWrongElement) {
  for (std::size_t wrong = 0; wrong < 5 * 17; ++wrong) {
    const auto result = check_of<gemm>({5, 17, 33}, [wrong](operands<gemm>& x) {
      multiply(x);
      x.c[wrong] += 0.01f;
    });
    EXPECT_FALSE(result.ok()) << wrong;
  }
}

TEST(TypedKernel, CheckFindsAnElementLeftUnwritten) {
  const auto result = check_of<gemm>({5, 17, 33}, [](operands<gemm>& x) {
    const float before = x.c[40];
    multiply(x);
    x.c[40] = before;
  });
  EXPECT_FALSE(result.ok());
}

TEST(TypedKernel, CheckFindsATermLeftOut) {
  const auto result = check_of<gemm>({5, 17, 33}, [](operands<gemm>& x) {
    x.a[4 * 33 + 32] = 0.0f;  // as if the last step of k were skipped for the last row
    multiply(x);
    x.a[4 * 33 + 32] = random_element<float>(operand_seed(seed, 0), 4 * 33 + 32);
  });
  EXPECT_FALSE(result.ok());
}

TEST(TypedKernel, CheckFindsAProductOfLowerPrecision) {
  using wide = op::gemm<f64>;
  const auto result = check_of<wide>({3, 3, 3}, [](operands<wide>& x) {
    own::naive_gemm(x.shape.m, x.shape.n, x.shape.k, x.a.data(), x.b.data(), x.c.data());
    for (std::size_t i = 0; i < x.c.size(); ++i) x.c[i] = static_cast<double>(static_cast<float>(x.c[i]));
  });
  EXPECT_FALSE(result.ok());
}

TEST(TypedKernel, CheckFindsAnAxpyDoneTwiceOrNotAtAll) {
  using axpy = op::axpy<f32>;
  EXPECT_FALSE(check_of<axpy>({9}, [](operands<axpy>&) {}).ok());
  EXPECT_FALSE(check_of<axpy>({9}, [](operands<axpy>& x) {
                 for (std::size_t i = 0; i < 9; ++i) x.y[i] += 2 * x.factor * x.x[i];
               }).ok());
}

TEST(TypedKernel, CheckFindsADotWithoutItsLastHalf) {
  using dot = op::dot<f32>;
  const auto sum = [](operands<dot>& x, std::size_t count) {
    double total = 0;
    for (std::size_t i = 0; i < count; ++i) total += static_cast<double>(x.x[i]) * static_cast<double>(x.y[i]);
    x.result = static_cast<float>(total);
  };
  constexpr std::size_t count = 3000000;
  EXPECT_TRUE(check_of<dot>({count}, [=](operands<dot>& x) { sum(x, count); }).ok());
  EXPECT_FALSE(check_of<dot>({count}, [=](operands<dot>& x) { sum(x, count / 2); }).ok());
  EXPECT_FALSE(check_of<dot>({count}, [](operands<dot>&) {}).ok());
}

TEST(TypedKernel, CheckFindsAReadThatSkipsAnElement) {
  using read = op::read<f64>;
  const auto whole = [](operands<read>& x) { x.result = own::read(x.left.data(), x.left.size()); };
  EXPECT_TRUE(check_of<read>({8 * 1000}, whole).ok());
  EXPECT_FALSE(check_of<read>({8 * 1000}, [](operands<read>& x) {
                 x.result = own::read(x.left.data(), x.left.size() - 1);
               }).ok());
}

TEST(TypedKernel, CheckFindsStreamsThatStopShort) {
  using write = op::write<f32>;
  using triad = op::triad<f32>;
  EXPECT_FALSE(check_of<write>({4 * 100}, [](operands<write>& x) { own::write(x.target.data(), x.factor, 99); }).ok());
  EXPECT_FALSE(check_of<triad>({12 * 100}, [](operands<triad>& x) {
                 own::triad(x.target.data(), x.left.data(), x.right.data(), x.factor, 99);
               }).ok());
  EXPECT_FALSE(check_of<triad>({12 * 100}, [](operands<triad>& x) {
                 own::stream_add(x.target.data(), x.left.data(), x.right.data(), 100);
               }).ok());
}

}  // namespace
}  // namespace calib::kernels
