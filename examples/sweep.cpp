/// A sweep over a million shapes: how a large product is cut into tiles of which each is a call, for all tiles at once.

#include <algorithm>
#include <array>
#include <calib/calib.hpp>
#include <calib/profiles/nvidia_h200_sxm.hpp>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <vector>

using namespace calib;
using gpu = mapper<profiles::nvidia_h200_sxm>;

namespace {

constexpr op::gemm<bf16> whole{.m = 8192, .n = 8192, .k = 8192};

std::vector<std::size_t> multiples_of(std::size_t step, std::size_t count) {
  std::vector<std::size_t> sizes(count);
  for (std::size_t i = 0; i < count; ++i) sizes[i] = step * (i + 1);
  return sizes;
}

constexpr double tiles_along(std::size_t length, std::size_t tile) {
  return static_cast<double>((length + tile - 1) / tile);
}

void print_best_tile() {
  const std::vector<std::size_t> ms = multiples_of(64, 128), ns = multiples_of(64, 128), ks = multiples_of(128, 64);
  std::vector<seconds> tile(ms.size() * ns.size() * ks.size());
  gpu::latency_grid<op::gemm<bf16>>({ms, ns, ks}, tile);  // the last size changes fastest

  std::size_t best = 0;
  std::vector<double> total(tile.size());
  for (std::size_t i = 0; i < tile.size(); ++i) {
    const std::size_t k = ks[i % ks.size()], n = ns[i / ks.size() % ns.size()], m = ms[i / ks.size() / ns.size()];
    total[i] = tiles_along(whole.m, m) * tiles_along(whole.n, n) * tiles_along(whole.k, k) * tile[i].count();
    if (total[i] < total[best]) best = i;
  }
  std::printf("%zu tiles; the best, %zu x %zu x %zu, takes %.3f ms in all; the whole in one call %.3f ms\n",
              tile.size(), ms[best / ks.size() / ns.size()], ns[best / ks.size() % ns.size()], ks[best % ks.size()],
              1e3 * total[best], 1e3 * gpu::latency(whole).count());
}

}  // namespace

int main() {
  try {
    print_best_tile();
    return 0;
  } catch (const std::exception& e) {  // no memory
    std::fprintf(stderr, "sweep: %s\n", e.what());
    return 1;
  }
}
