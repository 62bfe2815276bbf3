/// The same look-ups in a namespace of their own, for a source that is compiled with flags of its own. The library's
/// namespace is renamed: else the linker would keep one of both copies of each of its functions.

#if !defined(CALIB_LOOK_UPS)
#error "name the namespace"
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#define calib CALIB_LOOK_UPS
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

namespace calib {

using plain = mapper<profiles::sample>;
using tiled = mapper<profiles::sample, setting::openblas_8t_cold>;  // whose gemm has phases and classes
using gemm = op::gemm<f32>;

template <class Mapper>
void append(std::vector<double>& out, const std::vector<gemm>& shapes, const std::vector<std::size_t>& sizes) {
  for (const gemm& shape : shapes) {
    const estimate e = Mapper::estimate(shape);
    for (const double value : {e.latency.count(), e.efficiency, e.achieved_flops.value}) out.push_back(value);
  }
  std::vector<seconds> latencies(shapes.size());
  Mapper::latencies(shapes, latencies);
  for (const seconds s : latencies) out.push_back(s.count());
  std::vector<seconds> grid(sizes.size() * sizes.size() * sizes.size());
  Mapper::template latency_grid<gemm>({sizes, sizes, sizes}, grid);
  for (const seconds s : grid) out.push_back(s.count());
}

/// Latencies and what follows from them, single, at once and in a grid, within the tables and beyond.
std::vector<double> look_ups() {
  std::uint64_t state = 1;
  const auto size = [&state] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return 1 + static_cast<std::size_t>((state >> 33U) % (std::size_t{1} << (1 + (state >> 29U) % 13)));
  };
  std::vector<gemm> shapes(3000);
  for (gemm& shape : shapes) shape = {size(), size(), size()};
  std::vector<std::size_t> sizes(20);
  for (std::size_t& each : sizes) each = size();
  std::vector<double> out;
  append<plain>(out, shapes, sizes);
  append<tiled>(out, shapes, sizes);
  return out;
}

/// What may be contracted: says whether this source's flags do.
double contractible(double a, double b, double c) { return a * b + c; }

}  // namespace calib
#undef calib
