/// A latency budget that the compiler holds: the program does not build if the profile says that the budget is missed.

#include <calib/calib.hpp>
#include <calib/profiles/intel_i7_12700k.hpp>
#include <cstdio>

using namespace calib;
using namespace std::chrono_literals;
using cpu = mapper<profiles::intel_i7_12700k, setting::numpy_12t_warm>;

constexpr op::gemm<f32> product{.m = 2048, .n = 2048, .k = 2048};
static_assert(cpu::latency(product) < 25ms);
static_assert(cpu::estimate(product).source != source::extrapolated);
// NumPy reaches 77.5 % of the datasheet's 1000 GFLOP/s.
static_assert(cpu::estimate(product).efficiency > 0.765 && cpu::estimate(product).efficiency < 0.785);

int main() {
  const estimate e = cpu::estimate(op::gemm<f32>{.m = 1500, .n = 1200, .k = 1800});
  std::printf("%.2f ms, %.0f %% of peak, %s\n", 1e3 * e.latency.count(), 100 * e.efficiency, name(e.source).data());
}
