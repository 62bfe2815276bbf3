/// A budget for a whole network that the compiler holds; the batches that a run can afford; and the same network read
/// from its file.
///
///   calib_network_budget [PROFILE.json NETWORK.json]

#include <algorithm>
#include <calib/calib.hpp>
#include <calib/loaded_network.hpp>
#include <calib/network.hpp>
#include <calib/networks/resnet50.hpp>
#include <calib/profiles/intel_i7_12700k.hpp>
#include <cstdio>
#include <exception>

using namespace calib;
using namespace std::chrono_literals;

// The library carries out convolution, batch normalisation and ReLU together. A ReLU behind a residual sum stands alone
// and has no table: the least time that the peaks allow stands in.
using cpu = mapper<profiles::intel_i7_12700k, setting::pytorch_12t_warm, fallback::roofline>;

static_assert(budget<cpu>(networks::resnet50(1), 60ms));
static_assert(total(networks::resnet50(1)).parameters == 25'557'032);

namespace {

constexpr auto steps = breakdown<cpu>(networks::resnet50(1));

void print_dearest_step() {
  const auto dearest = std::ranges::max_element(steps, {}, [](const step_estimate& s) { return s.latency.count(); });
  std::printf("%zu steps; the dearest is %s, a %s with %zu layers: %.1f %% of the time\n", steps.size(),
              dearest->name.data(), dearest->operation.data(), dearest->layers, 100 * dearest->share);
}

/// The largest batch within a time, asked with sizes that only the run knows.
std::size_t largest_batch_within(seconds most) {
  std::size_t batch = 1;
  while (latency<cpu>(networks::resnet50(batch + 1)) <= most) ++batch;
  return batch;
}

/// The same question to the files that the headers were made from.
void print_loaded(const char* profile, const char* file) {
  const network net = load_network(file);
  const network_estimate e = price(load_profile(profile), net, {}, "pytorch_12t_warm", {fallback_step::roofline()});
  std::printf("%s from its file: %.2f ms, %s\n", net.id().data(), 1e3 * e.latency.count(),
              e.latency == latency<cpu>(networks::resnet50(1)) ? "the same to the last bit" : "NOT the same");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    constexpr seconds one = latency<cpu>(networks::resnet50(1));
    std::printf("ResNet-50 in PyTorch on an i7-12700K: %.2f ms\n", 1e3 * one.count());
    print_dearest_step();
    std::printf("a batch of %zu takes no more than 400 ms\n", largest_batch_within(400ms));
    if (argc == 3) print_loaded(argv[1], argv[2]);
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "network_budget: %s\n", e.what());
    return 1;
  }
}
