// A literal shape asks for the table of its own form only. Where there is none, the form is named, and the settings
// that have it. g++ prints each header on the way, too.
// expect: calib: no table of this form of the operation in this setting
// expect: conv2d_3x3<calib::f32>
// expect: settings_that_have_it<calib::setting::own_2t_warm>
// lines: 12
#include "calib/mapper.hpp"
#include "calib/op/convolution.hpp"
#include "two_forms.hpp"

using namespace calib;
using box = mapper<profiles::two_forms>;

#ifdef CALIB_FAULT
constexpr std::size_t kernel = 3;
#else
constexpr std::size_t kernel = 1;
#endif

constexpr op::conv2d<f32> convolution{
    .batch = 1, .in_channels = 8, .in_h = 8, .in_w = 8, .out_channels = 8, .kernel_h = kernel, .kernel_w = kernel};

static_assert(box::latency(convolution) < seconds{1});
