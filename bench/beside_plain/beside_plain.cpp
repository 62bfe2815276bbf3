/// calib's kernels beside plain loops that do the same, alternating in one run: memory streams as BabelStream writes
/// them, OpenBLAS called by hand. A ratio far from 1 would say that calib measures something else. The numbers are
/// printed, not enforced.

#include <cblas.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "calib/precision.hpp"
#include "kernels/backends.hpp"
#include "kernels/kernel.hpp"
#include "statistics/statistics.hpp"

namespace {

using namespace calib;

constexpr std::size_t repeats = 15;

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::unique_ptr<kernels::prepared> prepare(const kernels::backend& from, std::string_view operation,
                                           std::span<const std::size_t> dims) {
  for (const auto& kernel : from.kernels()) {
    if (kernel->operation() == operation && kernel->precision() == precision::f64) return kernel->prepare(dims, 1);
  }
  return nullptr;
}

/// Both in turns, once unseen and then `repeats` times; prints their medians as rates of `units` a call.
void compare(std::string_view what, kernels::prepared& ours, const std::function<void()>& plain, double units,
             std::string_view unit) {
  std::vector<double> our_s, plain_s;
  for (std::size_t i = 0; i <= repeats; ++i) {
    const double first = seconds([&] { ours.run(1); });
    const double second = seconds(plain);
    if (i == 0) continue;
    our_s.push_back(first);
    plain_s.push_back(second);
  }
  const double our_rate = units / statistics::median(our_s) / 1e9;
  const double plain_rate = units / statistics::median(plain_s) / 1e9;
  std::printf("%-24.*s %8.2f %8.2f %.*s   ratio %.3f\n", static_cast<int>(what.size()), what.data(), our_rate,
              plain_rate, static_cast<int>(unit.size()), unit.data(), our_rate / plain_rate);
}

void compare_streams() {
  constexpr std::size_t elements = std::size_t{1} << 24U;  // 128 MiB an array
  std::vector<double> a(elements, 0.1), b(elements, 0.2), c(elements, 0.3);
  const auto backend = kernels::make_own_stream();
  const auto arrays = [](std::size_t count) { return count * elements * sizeof(double); };
  const auto stream = [&](std::string_view name, std::size_t count, const std::function<void()>& plain) {
    const std::array<std::size_t, 1> bytes{arrays(count)};
    compare(name, *prepare(*backend, name, bytes), plain, static_cast<double>(arrays(count)), "GB/s");
  };
  stream("copy", 2, [&] {
    for (std::size_t i = 0; i < elements; ++i) c[i] = a[i];
    asm volatile("" : : "r"(c.data()) : "memory");  // the stores count as read
  });
  stream("triad", 3, [&] {
    for (std::size_t i = 0; i < elements; ++i) a[i] = b[i] + 0.4 * c[i];
    asm volatile("" : : "r"(a.data()) : "memory");
  });
}

void compare_gemm() {
  const auto backend = kernels::make_openblas();
  for (const std::size_t size : std::array<std::size_t, 3>{48, 376, 1528}) {
    const std::array<std::size_t, 3> dims{size, size, size};
    const int n = static_cast<int>(size);
    std::vector<double> a(size * size, 0.5), b(size * size, 0.25), c(size * size);
    const auto plain = [&] {
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0, a.data(), n, b.data(), n, 0.0, c.data(), n);
    };
    std::array<char, 32> what{};
    std::snprintf(what.data(), what.size(), "gemm %d x %d x %d", n, n, n);
    compare(what.data(), *prepare(*backend, "gemm", dims), plain, 2.0 * static_cast<double>(size * size * size),
            "GFLOP/s");
  }
}

}  // namespace

int main() {
  std::printf("f64, 1 thread               calib    plain\n");
  compare_streams();
  compare_gemm();
  return 0;
}
