/// Look-ups with literal shapes, each in a function of its own: at -O2 it must be a load of a constant and a return.

#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;
using box = mapper<profiles::sample>;
using tiled = mapper<profiles::sample, setting::openblas_8t_cold>;  // whose gemm has phases and classes

extern "C" {
double at_knot() { return box::latency(op::gemm<f32>{.m = 256, .n = 1024, .k = 512}).count(); }
double between() { return box::latency(op::gemm<f32>{.m = 100, .n = 300, .k = 200}).count(); }
double beyond() { return box::latency(op::gemm<f32>{.m = 5000, .n = 5000, .k = 5000}).count(); }
double in_a_tile() { return tiled::latency(op::gemm<f32>{.m = 101, .n = 300, .k = 201}).count(); }
double beyond_tiles() { return tiled::latency(op::gemm<f32>{.m = 5001, .n = 5001, .k = 5001}).count(); }
double copied() { return box::latency(op::copy<f64>{.bytes = 3'000'000}).count(); }
double how_efficient() { return box::estimate(op::gemm<f32>{.m = 100, .n = 300, .k = 200}).efficiency; }

/// The counter-example: a run-time shape needs arithmetic. The test holds its own eyes open with it.
double at_run_time(std::size_t n) { return box::latency(op::gemm<f32>{.m = n, .n = n, .k = n}).count(); }
}
