#include <calib/calib.hpp>
#include <calib/network.hpp>
#include <calib/networks/alexnet.hpp>
#include <calib/networks/small_net.hpp>
#include <calib/profiles/first_box.hpp>
#include <cstdio>
#ifdef WITH_MODEL
#include <calib/networks/model.hpp>
#endif

using namespace calib;
using namespace std::chrono_literals;
using box = mapper<profiles::first_box>;

static_assert(budget<box>(networks::small_net(1), 1s));

/// The latency of a network of two layers, and parameters of a shipped one; FLOPs of one that was imported.
int main() {
  std::printf("%.3g %.0f", latency<box>(networks::small_net(4)).count(), total(networks::alexnet()).parameters);
#ifdef WITH_MODEL
  std::printf(" %.0f", total(networks::model()).arithmetic.value);
#endif
  std::printf("\n");
}
