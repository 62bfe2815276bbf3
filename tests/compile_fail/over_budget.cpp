// Nanoseconds taken and allowed; calls that name the dearest layers.
// expect: nanoseconds_taken_and_allowed
// expect: 1324507
// expect: 100000
// lines: 20
#include "calib/network/price.hpp"
#include "tests/samples/compiled_profile.hpp"
#include "tests/samples/described_network.hpp"

using namespace calib;
using namespace std::chrono_literals;
using box = mapper<profiles::sample_box, setting::sample_1t_warm, fallback::roofline>;

#ifdef CALIB_FAULT
static_assert(budget<box>(networks::sample_net(), 100us));
#else
static_assert(budget<box>(networks::sample_net(), 10s));
#endif
