/// What makes a step by itself take as long as in its network: the steps of a network on operands of their own, in
/// random order and in that of the network, with and without their activations written right before each, beside the
/// same network as a whole. oneDNN, f32, 1 thread. The numbers are printed, not enforced.
///
///   bench_steps_in_company networks/resnet18.json networks/squeezenet1_1.json

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calib/loaded_network.hpp"
#include "calibration/network_steps.hpp"
#include "kernels/backends.hpp"
#include "kernels/network_run.hpp"
#include "statistics/statistics.hpp"

namespace {

using namespace calib;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t repeats = 12;
/// So many of one kind on end: each finds the caches as it leaves them. The first two are not counted.
constexpr std::size_t passes = 6, uncounted = 2;

struct way {
  std::string_view name;
  bool shuffled, written;
};
constexpr std::array<way, 4> ways{{{"random", true, false},
                                   {"random, written", true, true},
                                   {"in order", false, false},
                                   {"in order, written", false, true}}};

using samples = std::vector<double>;  ///< seconds

class steps_of_a_network {
 public:
  explicit steps_of_a_network(const std::string& id) : net_{load_network(id)} {
    auto library = kernels::make_onednn();
    library->set_threads(1);
    kernels_ = library->kernels();
    for (const auto& other : kernels::all_backends()) {
      auto own = other->kernels();
      std::move(own.begin(), own.end(), std::back_inserter(kernels_));
    }
    run_ = calibration::steps_to_run_of(net_, net_.values({}), library->absorbs(), kernels_);
    whole_ = library->make_network(run_.steps, 1, std::numeric_limits<std::size_t>::max());
    for (const kernels::network_step& step : run_.steps) {
      alone_.push_back(step.alone.of == nullptr ? nullptr : step.alone.of->prepare(step.alone.dims, 1));
    }
    for (auto& took : took_) took.resize(alone_.size());
    in_network_.resize(alone_.size());
  }

  void measure() {
    for (std::size_t repeat = 0; repeat < repeats; ++repeat) {
      for (std::size_t pass = 0; pass < passes; ++pass) pass_of_network(pass >= uncounted);
      for (std::size_t i = 0; i < ways.size(); ++i) {
        for (std::size_t pass = 0; pass < passes; ++pass)
          pass_of_steps(ways[i], pass >= uncounted ? &took_[i] : nullptr);
      }
    }
  }

  void print() const {
    struct row {
      double in_network = 0;
      std::array<double, ways.size()> alone{};
    };
    std::map<std::string, row> by_operation;
    for (std::size_t step = 0; step < alone_.size(); ++step) {
      if (!alone_[step]) continue;
      for (row* const one : {&by_operation[run_.steps[step].operation], &by_operation["all"]}) {
        one->in_network += statistics::median(in_network_[step]);
        for (std::size_t i = 0; i < ways.size(); ++i) one->alone[i] += statistics::median(took_[i][step]);
      }
    }
    std::printf("%s: ms in the network, and what the same steps take by themselves, as a ratio\n",
                std::string{net_.id()}.c_str());
    std::printf("  %-18s %9s", "", "network");
    for (const way& one : ways) std::printf(" %18.*s", static_cast<int>(one.name.size()), one.name.data());
    std::printf("\n");
    for (const auto& [operation, sums] : by_operation) {
      std::printf("  %-18s %9.3f", operation.c_str(), 1e3 * sums.in_network);
      for (const double alone : sums.alone) std::printf(" %18.2f", alone / sums.in_network);
      std::printf("\n");
    }
  }

 private:
  void pass_of_network(bool counted) {
    const kernels::network_round round = whole_->run();
    for (std::size_t step = 0; counted && step < alone_.size(); ++step) {
      in_network_[step].push_back(round.latency_s[step]);
    }
  }

  void pass_of_steps(const way& how, std::vector<samples>* took) {
    std::vector<std::size_t> order(alone_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (how.shuffled) std::shuffle(order.begin(), order.end(), random_);
    for (const std::size_t step : order) {
      if (!alone_[step]) continue;
      if (how.written) alone_[step]->touch_activations();
      const auto begin = clock_type::now();
      alone_[step]->run(1);
      const double seconds = std::chrono::duration<double>(clock_type::now() - begin).count();
      if (took != nullptr) (*took)[step].push_back(seconds);
    }
  }

  network net_;
  std::vector<std::unique_ptr<kernels::kernel>> kernels_;
  calibration::steps_to_run run_;
  std::unique_ptr<kernels::network_run> whole_;
  std::vector<std::unique_ptr<kernels::prepared>> alone_;  ///< null where no backend has the step
  std::vector<samples> in_network_;
  std::array<std::vector<samples>, ways.size()> took_;
  std::mt19937 random_{1};
};

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count < 2) {
      std::printf("usage: bench_steps_in_company NETWORK.json...\n");
      return 2;
    }
    for (int i = 1; i < count; ++i) {
      steps_of_a_network steps{arguments[i]};
      steps.measure();
      steps.print();
    }
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 1;
  }
}
