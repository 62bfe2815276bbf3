// A literal shape that there cannot be: the compiler shows the calls that led to the refusal, one of them with the
// sentence. g++ prints each header on the way, too.
// expect: kernel_h is more than in_h and its padding: give a smaller window or a larger image
// lines: 28
#include "calib/mapper.hpp"
#include "calib/op/convolution.hpp"
#include "two_forms.hpp"

using namespace calib;
using box = mapper<profiles::two_forms>;

#ifdef CALIB_FAULT
constexpr std::size_t kernel = 9;
#else
constexpr std::size_t kernel = 1;
#endif

constexpr op::conv2d<f32> convolution{
    .batch = 1, .in_channels = 8, .in_h = 8, .in_w = 8, .out_channels = 8, .kernel_h = kernel, .kernel_w = 1};

static_assert(box::latency(convolution) < seconds{1});
