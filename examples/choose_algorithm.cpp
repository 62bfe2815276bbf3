/// An algorithm chosen at compile time, from a crossover that was measured: a matrix times a few vectors is so many
/// products with a vector, or one product of matrices.

#include <calib/calib.hpp>
#include <calib/profiles/amd_epyc_genoa_2c.hpp>
#include <cstddef>
#include <cstdio>

using namespace calib;
using cpu = mapper<profiles::amd_epyc_genoa_2c, setting::openblas_1t_warm>;

namespace {

constexpr std::size_t rows = 2048, columns = 2048;

constexpr seconds one_by_one(std::size_t vectors) {
  return static_cast<double>(vectors) * cpu::latency(op::gemv<f32>{.m = rows, .k = columns});
}
constexpr seconds at_once(std::size_t vectors) {
  return cpu::latency(op::gemm<f32>{.m = rows, .n = vectors, .k = columns});
}

/// The fewest vectors that one product of matrices is faster for.
constexpr std::size_t crossover = [] {
  std::size_t vectors = 1;
  while (vectors < 4096 && at_once(vectors) > one_by_one(vectors)) ++vectors;
  return vectors;
}();
static_assert(crossover > 1 && crossover < 4096, "neither algorithm is always the faster one");

template <std::size_t Vectors>
constexpr const char* algorithm() {
  if constexpr (Vectors < crossover) return "one product with a vector after another";
  return "one product of matrices";
}

template <std::size_t Vectors>
void print() {
  std::printf("%4zu vectors: %7.2f ms one by one, %7.2f ms at once: %s\n", Vectors, 1e3 * one_by_one(Vectors).count(),
              1e3 * at_once(Vectors).count(), algorithm<Vectors>());
}

}  // namespace

int main() {
  std::printf("the crossover is at %zu vectors\n", crossover);
  print<1>();
  print<crossover - 1>();
  print<crossover>();
  print<1024>();
}
