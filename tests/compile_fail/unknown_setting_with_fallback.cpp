// A fallback is not asked where the setting is none of the profile's.
// expect: calib: the profile has no such setting
// expect: profile_has_setting<calib::setting::numpy_20t_warm
// expect: settings_there<calib::setting::openblas_1t_warm, calib::setting::openblas_8t_cold>
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;

namespace calib::setting {
struct numpy_20t_warm;
}

#ifdef CALIB_FAULT
using box = mapper<profiles::sample, setting::numpy_20t_warm, fallback::roofline>;
#else
using box = mapper<profiles::sample, setting::openblas_8t_cold, fallback::roofline>;
#endif

double run(std::size_t n) { return box::estimate(op::gemm<f32>{.m = n, .n = n, .k = n}).latency.count(); }
