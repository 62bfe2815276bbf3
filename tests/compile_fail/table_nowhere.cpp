// No setting of the profile has it.
// expect: calib: no table of this operation and precision in this setting
// expect: has_answer<calib::op::gemm<calib::f64>
// expect: settings_that_have_it<>
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;
using box = mapper<profiles::sample>;

#ifdef CALIB_FAULT
using measured = f64;
#else
using measured = f32;
#endif

double run(std::size_t n) { return box::estimate(op::gemm<measured>{.m = n, .n = n, .k = n}).latency.count(); }
