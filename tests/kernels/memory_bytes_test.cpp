// What prepare() allocates is counted at the allocator and compared with what memory_bytes() promised.

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "kernels/kernel.hpp"

namespace {

std::atomic<std::size_t> aligned_bytes{0};

}  // namespace

/// AddressSanitizer ends the program at an impossible size unless told to refuse it, which is what is tested.
extern "C" const char* __asan_default_options();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }

void* operator new(std::size_t size, std::align_val_t alignment) {
  aligned_bytes += size;
  void* memory = nullptr;
  if (posix_memalign(&memory, static_cast<std::size_t>(alignment), size) != 0) throw std::bad_alloc{};
  return memory;
}
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace calib::kernels {
namespace {

/// Of three dimensions and more, the larger sizes would take gigabytes.
constexpr std::size_t affordable = std::size_t{1} << 28;

TEST(MemoryBytes, IsWhatPrepareAllocates) {
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      for (const std::size_t size : {8u, 33u, 300u}) {
        std::vector<std::size_t> dims;
        for (std::size_t i = 0; i < kernel->dimensions().size(); ++i) dims.push_back(4 * size + i);
        if (kernel->memory_bytes(dims) > affordable) continue;
        const std::size_t before = aligned_bytes;
        const auto ready = kernel->prepare(dims, 1);
        EXPECT_EQ(aligned_bytes - before, kernel->memory_bytes(dims))
            << kernel->backend() << ' ' << kernel->operation() << ' ' << size;
      }
    }
  }
}

// STREAM's byte count is the arrays' size; a gemm's compulsory bytes are its operands'.
TEST(MemoryBytes, HoldsAtLeastTheOperands) {
  for (const auto& backend : all_backends()) {
    for (const auto& kernel : backend->kernels()) {
      const std::vector<std::size_t> dims(kernel->dimensions().size(), 480);
      const double held = static_cast<double>(kernel->memory_bytes(dims));
      // axpy moves y twice and holds it once.
      const double factor = kernel->operation() == "axpy" ? 2.0 / 3.0 : 1.0;
      EXPECT_GE(held, factor * kernel->work(dims).traffic.value) << kernel->backend() << ' ' << kernel->operation();
    }
  }
}

}  // namespace
}  // namespace calib::kernels
