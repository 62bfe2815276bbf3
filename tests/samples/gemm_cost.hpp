#pragma once
/// A cost formula, and tables filled with it: what sample profiles hold where nothing need be measured.

#include <cstddef>

namespace calib::sample {

/// Linear in each of m, n and k, so that interpolation is exact: t0 + bytes / W + FLOPs / P.
constexpr double gemm_seconds(double m, double n, double k) {
  return 1e-6 + 4 * (m * k + k * n + m * n) / 10e9 + 2 * m * n * k / 80e9;
}

template <std::size_t Size>
struct latencies {
  double values[Size];
};

/// The latencies of a table with these knots, the same again for each of its grids.
template <std::size_t Grids = 1, std::size_t M, std::size_t N, std::size_t K>
constexpr latencies<Grids * M * N * K> gemm_latencies(const double (&ms)[M], const double (&ns)[N],
                                                      const double (&ks)[K]) {
  latencies<Grids * M * N * K> made{};
  std::size_t next = 0;
  for (std::size_t grid = 0; grid < Grids; ++grid) {
    for (const double m : ms) {
      for (const double n : ns) {
        for (const double k : ks) made.values[next++] = gemm_seconds(m, n, k);
      }
    }
  }
  return made;
}

}  // namespace calib::sample
