// expect: depth
#include "calib/op/gemm.hpp"

using namespace calib;

#ifdef CALIB_FAULT
constexpr op::gemm<f32> shape{.m = 1, .n = 1, .depth = 1};
#else
constexpr op::gemm<f32> shape{.m = 1, .n = 1, .k = 1};
#endif
static_assert(shape.m == 1);
