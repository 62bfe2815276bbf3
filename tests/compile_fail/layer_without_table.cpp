// The layer, its operation and precision, and where it was asked for.
// expect: calib: this layer of the network has no table in this setting
// expect: layer_called<'s', 'c', 'a', 'l', 'e'>
// expect: batch_norm<calib::f32>
// expect: sample_1t_warm
#include "calib/network/price.hpp"
#include "tests/samples/compiled_profile.hpp"
#include "tests/samples/described_network.hpp"

using namespace calib;

#ifdef CALIB_FAULT
using box = mapper<profiles::sample_box>;
#else
using box = mapper<profiles::sample_box, setting::sample_1t_warm, fallback::roofline>;
#endif

double run(std::size_t n) { return latency<box>(networks::sample_net(n)).count(); }
