// What is missing, and which setting of the profile has it.
// expect: calib: no table of this operation and precision in this setting
// expect: ask in one of the settings that have it
// expect: in<calib::profiles::sample, calib::setting::openblas_8t_cold>
// expect: settings_that_have_it<calib::setting::openblas_1t_warm>
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;

#ifdef CALIB_FAULT
using box = mapper<profiles::sample, setting::openblas_8t_cold>;
#else
using box = mapper<profiles::sample, setting::openblas_1t_warm>;
#endif

double run(std::size_t n) { return box::latency(op::copy<f64>{.bytes = n}).count(); }
