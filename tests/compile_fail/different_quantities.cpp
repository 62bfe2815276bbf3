// Only dimensionally valid sums exist.
// expect: operator+
// lines: 25
#include "calib/units.hpp"

using namespace calib;

#ifdef CALIB_FAULT
using other = bytes;
#else
using other = flops;
#endif

flops sum(flops a, other b) { return a + b; }
