// A roofline that knows only half is no answer: the peak that is missing, and those that are there.
// expect: calib: the roofline was to answer, and lacks a peak that this operation needs
// expect: has_peak<calib::op::gemm<calib::i8>
// expect: calib::missing_peak::arithmetic
// expect: precisions_with_peak<calib::
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;
using box = mapper<profiles::sample, setting::openblas_8t_cold,
                   fallback::first_of<fallback::other_setting<setting::openblas_1t_warm>, fallback::roofline>>;

#ifdef CALIB_FAULT
using known = i8;
#else
using known = f64;
#endif

double run(std::size_t n) { return box::latency(op::gemm<known>{.m = n, .n = n, .k = n}).count(); }
