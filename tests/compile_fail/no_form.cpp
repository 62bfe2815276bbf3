// An operation of which no form has an answer does not compile, whatever the shape.
// expect: calib: no table of this operation and precision in this setting
// expect: has_answer<calib::op::conv2d<calib::f64>
#include "calib/mapper.hpp"
#include "calib/op/convolution.hpp"
#include "two_forms.hpp"

using namespace calib;
using box = mapper<profiles::two_forms>;

#ifdef CALIB_FAULT
using measured = f64;
#else
using measured = f32;
#endif

double run(const op::conv2d<measured>& convolution) { return box::latency(convolution).count(); }
