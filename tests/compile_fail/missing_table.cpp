// expect: the profile has no table for this operation, precision and setting: calibrate it
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;
using box = mapper<profiles::sample>;

#ifdef CALIB_FAULT
using measured = f64;
#else
using measured = f32;
#endif

double run(std::size_t n) { return box::latency(op::gemm<measured>{.m = n, .n = n, .k = n}).count(); }
