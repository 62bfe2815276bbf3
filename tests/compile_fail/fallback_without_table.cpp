// A fallback that has nothing to fall back on answers no better than none.
// expect: calib: no table of this operation and precision in this setting
// expect: has_answer<calib::op::gemm<calib::f64>
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;

#ifdef CALIB_FAULT
using from = bf16;
#else
using from = f32;
#endif
using box = mapper<profiles::sample, setting::openblas_1t_warm, fallback::scale_precision<from>>;

double run(std::size_t n) { return box::latency(op::gemm<f64>{.m = n, .n = n, .k = n}).count(); }
