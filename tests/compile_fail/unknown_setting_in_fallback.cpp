// expect: calib: a fallback names a setting that its profile does not have
// expect: settings_there<calib::setting::openblas_1t_warm, calib::setting::openblas_8t_cold>
// expect: other_setting<calib::setting::numpy_20t_warm
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;

namespace calib::setting {
struct numpy_20t_warm;
}

#ifdef CALIB_FAULT
using other = setting::numpy_20t_warm;
#else
using other = setting::openblas_1t_warm;
#endif
using box = mapper<profiles::sample, setting::openblas_8t_cold,
                   fallback::first_of<fallback::other_setting<other>, fallback::roofline>>;

double run(std::size_t n) { return box::latency(op::gemm<f32>{.m = n, .n = n, .k = n}).count(); }
