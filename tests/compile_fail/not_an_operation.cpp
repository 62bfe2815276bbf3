// expect: Operation
// lines: 40
#include "calib/mapper.hpp"
#include "golden/sample.hpp"

using namespace calib;
using box = mapper<profiles::sample>;

#ifdef CALIB_FAULT
constexpr struct { std::size_t m, n, k; } shape{64, 64, 64};
#else
constexpr op::gemm<f32> shape{64, 64, 64};
#endif

double run() { return box::latency(shape).count(); }
