/// Prints answers with all their bits: they must be the same on every processor.

#include <calib/calib.hpp>
#include <calib/network.hpp>
#include <calib/networks/squeezenet1_1.hpp>
#include <calib/profiles/amd_epyc_genoa_2c.hpp>
#include <cstdio>

using namespace calib;
using cpu = mapper<profiles::amd_epyc_genoa_2c, setting::onednn_1t_warm, fallback::roofline>;

// Constants, which the compiler's own arithmetic makes.
constexpr op::gemm<f32> literal{.m = 77, .n = 777, .k = 333};
constexpr double constant = cpu::latency(literal).count();
constexpr double constant_network = latency<cpu>(networks::squeezenet1_1(1)).count();

int main(int argc, char**) {
  const auto one = static_cast<std::size_t>(argc);  // 1, which the compiler does not know
  std::printf("%a %a\n", constant, cpu::latency(op::gemm<f32>{.m = 77 * one, .n = 777, .k = 333}).count());
  std::printf("%a %a\n", constant_network, latency<cpu>(networks::squeezenet1_1(one)).count());
  for (std::size_t size = one; size < 5000; size = size * 7 / 4 + 1) {
    std::printf("%a ", cpu::latency(op::gemm<f32>{.m = size, .n = 777, .k = 333}).count());
    std::printf("%a ", cpu::latency(op::softmax<f32>{.rows = size, .cols = 3 * size}).count());
    const estimate e = cpu::estimate(op::conv2d<f32>{.batch = 1,
                                                     .in_channels = size,
                                                     .in_h = 28,
                                                     .in_w = 28,
                                                     .out_channels = 96,
                                                     .kernel_h = 3,
                                                     .kernel_w = 3,
                                                     .pad = 1});
    std::printf("%a %a\n", e.latency.count(), e.efficiency);
  }
}
