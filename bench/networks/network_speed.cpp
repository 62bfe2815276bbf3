/// How long pricing takes: one network once its profile and file are loaded, and many (batch, profile) pairs. Prints
/// figures, enforces nothing.
///
///   bench_network_speed PROFILES_FOLDER NETWORKS_FOLDER

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "calib/loaded_network.hpp"

namespace {

using calib::fallback_list;
using calib::fallback_step;
using calib::priced_network;
using clock_type = std::chrono::steady_clock;

double since(clock_type::time_point begin) { return std::chrono::duration<double>(clock_type::now() - begin).count(); }

/// Seconds of one pricing of a network that is ready, at batches from 1 on, each asked once if `ready` is new.
double one_pricing(const priced_network& ready) {
  constexpr std::size_t most = 4096;
  calib::symbol_values symbols{};
  double sum = 0;
  const auto begin = clock_type::now();
  for (std::size_t batch = 1; batch <= most; ++batch) {
    symbols[0] = batch;
    sum += ready.latency(symbols).count();
  }
  const double took = since(begin);
  if (sum == 0) std::printf("nothing priced\n");
  return took / most;
}

void price(const std::filesystem::path& profiles, const std::filesystem::path& networks) {
  const fallback_list or_else{fallback_step::roofline()};
  const char* const ids[] = {"intel_i7_12700k", "amd_epyc_genoa_2c"};
  for (const char* const profile_id : ids) {
    const calib::loaded_profile profile = calib::load_profile(profiles / (std::string{profile_id} + ".json"));
    for (const auto& file : std::filesystem::directory_iterator(networks)) {
      if (file.path().extension() != ".json" || file.path().stem() == "schema") continue;
      const calib::network net = calib::load_network(file);
      if (net.symbols().size() != 1) continue;
      double first = 1, again = 1;
      for (int round = 0; round < 5; ++round) {
        const priced_network ready(profile, net, {}, or_else);
        first = std::min(first, one_pricing(ready));
        again = std::min(again, one_pricing(ready));
      }
      std::printf("%-20s %-20s %4zu layers %8.3f us, %8.3f us at a batch asked before\n", profile_id,
                  file.path().stem().c_str(), net.layer_count(), 1e6 * first, 1e6 * again);
    }
  }
  std::vector<priced_network> ready;
  const calib::network net = calib::load_network(networks / "resnet50.json");
  for (const char* const profile_id : ids) {
    ready.emplace_back(calib::load_profile(profiles / (std::string{profile_id} + ".json")), net, "", or_else);
  }
  std::vector<std::size_t> batches(500000);
  for (std::size_t i = 0; i < batches.size(); ++i) batches[i] = 1 + i % 256;
  std::vector<calib::seconds> out(batches.size());
  const auto begin = clock_type::now();
  for (const priced_network& one : ready) one.latencies("batch", batches, out);
  const double took = since(begin);
  const double pairs = static_cast<double>(batches.size() * ready.size());
  std::printf("resnet50: %.0f pairs of batch and profile in %.2f s, %.2f M networks/s\n", pairs, took,
              pairs / took / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_network_speed PROFILES_FOLDER NETWORKS_FOLDER\n");
    return 2;
  }
  try {
    price(argv[1], argv[2]);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_network_speed: %s\n", e.what());
    return 1;
  }
  return 0;
}
