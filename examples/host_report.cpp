/// What the datasheet promises, what the profile says, and what this machine does right now: one line for each
/// operation of the machine's own profile, in the first setting and precision that has it, at a shape between the
/// measured ones.

#include <algorithm>
#include <array>
#include <calib/calib.hpp>
#include <calib/profiles/host.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/kernel.hpp"

using namespace calib;

namespace {

// Long against the clock's 30 ns, short against the machine's moods.
constexpr double batch_s = 2e-3;
constexpr int batches = 9;
// A table whose middle is slower than this is left to `calib show`.
constexpr double longest_s = 0.5;

double seconds_of(kernels::prepared& work, std::size_t repeats) {
  const auto begin = std::chrono::steady_clock::now();
  work.run(repeats);
  return seconds(std::chrono::steady_clock::now() - begin).count() / static_cast<double>(repeats);
}

double median_seconds(kernels::prepared& work) {
  work.run(1);
  const double once = std::max(seconds_of(work, 1), 1e-9);
  const auto repeats = static_cast<std::size_t>(std::max(1.0, batch_s / once));
  std::array<double, batches> times{};
  for (double& time : times) time = seconds_of(work, repeats);
  std::nth_element(times.begin(), times.begin() + batches / 2, times.end());
  return times[batches / 2];
}

/// Halfway, in ratio, between the two middle knots of each axis: as far from measured shapes as the table's middle has.
template <class Profile, Operation Op, class Setting>
Op shape_between_knots() {
  std::array<std::size_t, rank<Op>> dims{};
  for (std::size_t i = 0; i < rank<Op>; ++i) {
    const axis_view& axis = view_of<Profile, Op, Setting>.axes[i];
    const double low = axis.knots[(axis.size - 1) / 2];
    const double high = axis.knots[axis.size / 2 + (axis.size % 2 == 1 && axis.size > 1 ? 1 : 0)];
    dims[i] = static_cast<std::size_t>(std::sqrt(low * high)) / 8 * 8;
    dims[i] = std::max(dims[i], std::size_t{1});
  }
  return from_dims<Op>(dims);
}

template <Operation Op>
std::string text_of(const Op& op) {
  std::string text;
  for (std::size_t i = 0; i < rank<Op>; ++i) {
    if (i > 0) text += ' ';
    text += std::string(Op::dimensions[i]) + '=' + std::to_string(op.dims()[i]);
  }
  return text;
}

class report {
 public:
  report() {
    for (auto& backend : kernels::all_backends()) backends_.push_back({std::move(backend), {}});
    for (loaded& one : backends_) one.kernels = one.backend->kernels();
    std::printf("%-32s %-10s %-28s %10s %10s %10s %7s\n", "setting", "operation", "shape", "datasheet", "calibrated",
                "measured", "off by");
  }

  template <class Profile, Operation Op, class Setting>
  void add() {
    const setting_facts& facts = setting_of<Profile, Setting>::facts;
    if (facts.cache != cache_state::warm || shown_.contains(Op::name)) return;
    const Op op = shape_between_knots<Profile, Op, Setting>();
    const double calibrated = mapper<Profile, Setting>::latency(op).count();
    const double datasheet = roofline(op.work(), facts.peaks, precision_of<Op>).time().count();
    if (calibrated > longest_s) return;
    const double measured = measure(op, facts);
    if (measured <= 0) return;
    const std::string name = std::string(Op::name) + ' ' + std::string(calib::facts(precision_of<Op>).name);
    std::printf("%-32s %-10s %-28s %7.1f us %7.1f us %7.1f us %+6.1f%%\n", std::string(facts.id).c_str(), name.c_str(),
                text_of(op).c_str(), 1e6 * datasheet, 1e6 * calibrated, 1e6 * measured,
                100 * (calibrated / measured - 1));
    shown_.insert(Op::name);
  }

  bool empty() const { return shown_.empty(); }

 private:
  struct loaded {
    std::unique_ptr<kernels::backend> backend;
    std::vector<std::unique_ptr<kernels::kernel>> kernels;
  };

  /// Seconds the operation takes now; 0 where this build has no such kernel.
  template <Operation Op>
  double measure(const Op& op, const setting_facts& facts) {
    for (loaded& one : backends_) {
      if (one.backend->info().name != facts.backend) continue;
      one.backend->set_threads(facts.threads);
      for (const auto& kernel : one.kernels) {
        if (kernel->operation() != Op::name || kernel->precision() != precision_of<Op>) continue;
        const auto dims = op.dims();
        return median_seconds(*kernel->prepare(dims, 1));
      }
    }
    return 0;
  }

  std::vector<loaded> backends_;
  std::set<std::string_view> shown_;
};

template <class Profile, class... Op, class... Setting>
void add_all(report& to, type_list<table_key<Op, Setting>...>) {
  (to.add<Profile, Op, Setting>(), ...);
}

}  // namespace

int main() {
  try {
    report all;
    add_all<profiles::host>(all, profiles::host::tables{});
    if (!all.empty()) return 0;
    std::fputs("host_report: no table of the profile can be run by this build\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "host_report: %s\n", error.what());
  }
  return 1;
}
