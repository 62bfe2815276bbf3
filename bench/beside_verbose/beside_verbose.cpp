/// What calib measures of oneDNN beside what oneDNN says of itself: its verbose mode times each primitive inside the
/// library and prints the milliseconds (the lines of ONEDNN_VERBOSE=1). A ratio far from 1 would say that calib
/// measures something else, or that its own calls cost too much. The numbers are printed, not enforced.
///
/// Method. One thread, pinned. The shapes go through run_rounds(), the loop that `calib run` uses. After each of its
/// samples the same prepared work runs once more with verbose mode on, so that both see the same operands, caches and
/// machine; printing is not in calib's samples. Medians are compared. oneDNN's clock has steps of a microsecond, hence
/// shapes of 0.1 ms and more.

#include <fcntl.h>
#include <oneapi/dnnl/dnnl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "calibration/host.hpp"
#include "calibration/job.hpp"
#include "kernels/backends.hpp"
#include "measure/affinity.hpp"
#include "measure/rounds.hpp"
#include "statistics/statistics.hpp"

namespace {

using namespace calib;

constexpr double budget_s = 40;
/// calib's own aim.
constexpr double half_width = 0.01;

/// While it lives, standard output goes to a file: oneDNN has no other place to write to.
class verbose_lines {
 public:
  verbose_lines() : file_{std::tmpfile()}, before_{dup(STDOUT_FILENO)} {
    if (file_ == nullptr || before_ < 0) throw std::runtime_error{"no temporary file for oneDNN's output"};
    std::fflush(stdout);
    dup2(fileno(file_), STDOUT_FILENO);
  }
  verbose_lines(const verbose_lines&) = delete;
  verbose_lines& operator=(const verbose_lines&) = delete;
  ~verbose_lines() {
    std::fflush(stdout);
    dup2(before_, STDOUT_FILENO);
    close(before_);
    std::fclose(file_);
  }

  /// Milliseconds of the primitive that was executed last: "onednn_verbose,exec,cpu,...,0.125".
  double last_ms() const {
    std::fflush(stdout);
    constexpr off_t longest_line = 4096;
    const off_t end = lseek(fileno(file_), 0, SEEK_END);
    const off_t begin = end > longest_line ? end - longest_line : 0;
    std::string text(static_cast<std::size_t>(end - begin), '\0');
    if (pread(fileno(file_), text.data(), text.size(), begin) != static_cast<ssize_t>(text.size())) return 0;
    const std::size_t line = text.rfind("onednn_verbose,exec,"), comma = text.rfind(',');
    if (line == std::string::npos)
      throw std::runtime_error{"oneDNN printed nothing: was it built without verbose mode?"};
    return std::strtod(text.c_str() + comma + 1, nullptr);
  }

 private:
  std::FILE* file_;
  int before_;
};

/// A kernel at one shape, whose prepared work can also be run by hand.
class shape final : public measure::workload {
 public:
  shape(std::unique_ptr<kernels::kernel> kernel, plan::shape dims)
      : kernel_{std::move(kernel)}, dims_{std::move(dims)} {}

  std::string label() const override { return calibration::label(*kernel_, dims_); }
  std::size_t working_set_bytes() const override { return kernel_->memory_bytes(dims_); }
  std::unique_ptr<measure::resident_workload> prepare(std::uint64_t seed) const override {
    work_ = kernel_->prepare(dims_, seed);
    return std::make_unique<running>(work_);
  }

  void run_verbosely(const verbose_lines& lines) {
    dnnl_set_verbose(1);
    work_->run(1);
    dnnl_set_verbose(0);
    verbose_s.push_back(lines.last_ms() * 1e-3);
  }

  std::vector<double> verbose_s;

 private:
  class running final : public measure::resident_workload {
   public:
    explicit running(std::shared_ptr<kernels::prepared> work) : work_{std::move(work)} {}
    void run(std::size_t repeats) override { work_->run(repeats); }

   private:
    std::shared_ptr<kernels::prepared> work_;
  };

  std::unique_ptr<kernels::kernel> kernel_;
  plan::shape dims_;
  mutable std::shared_ptr<kernels::prepared> work_;
};

class in_turns final : public measure::observer {
 public:
  in_turns(std::vector<shape>& shapes, const verbose_lines& lines) : shapes_{shapes}, lines_{lines} {}
  void on_sample(const measure::progress& at, const measure::sample&) override {
    shapes_[at.workload].run_verbosely(lines_);
  }

 private:
  std::vector<shape>& shapes_;
  const verbose_lines& lines_;
};

std::vector<shape> shapes_of(const kernels::backend& onednn) {
  std::vector<shape> shapes;
  const auto add = [&](std::string_view operation, const plan::shape& dims) {
    for (auto& kernel : onednn.kernels()) {
      if (kernel->operation() == operation) shapes.emplace_back(std::move(kernel), dims);
    }
  };
  add("gemm", {376, 376, 376});
  add("gemm", {760, 760, 760});
  add("linear", {128, 1024, 1024});
  add("conv2d_pointwise", {3136, 256, 256, 1});
  add("conv2d_3x3", {1, 28, 128, 128});
  add("conv2d_window", {1, 112, 3, 64, 49, 2});
  return shapes;
}

}  // namespace

int main() {
  calibration::host machine{"today"};
  const measure::pinned_thread pin{measure::preferred_cpu(measure::allowed_cpus())};
  const auto onednn = kernels::make_onednn();
  std::vector<shape> shapes = shapes_of(*onednn);
  std::vector<const measure::workload*> views;
  for (const shape& one : shapes) views.push_back(&one);

  const auto evidence = machine.observe_thread();
  const measure::sensors tools{machine.clock(), machine.counter(), machine.canaries(), *evidence, machine.core()};
  measure::measure_options options;
  options.time_budget_s = budget_s;
  options.stop.relative_half_width = half_width;
  options.warm_up.last_level_cache_bytes = machine.last_level_bytes();
  const std::atomic<bool> stop{false};
  std::vector<measure::result> results;
  {
    const verbose_lines lines;
    in_turns watcher{shapes, lines};
    results = measure::run_rounds(views, tools, options, stop, watcher).results;
  }

  std::printf("oneDNN %s, 1 thread, ms by the clock on the wall\n%-64s %9s %9s   ratio\n",
              onednn->info().version.c_str(), "", "calib", "verbose");
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (!results[i].has_data()) {
      std::printf("%-64s %s\n", results[i].label.c_str(), results[i].message.c_str());
      continue;
    }
    const double ours = results[i].wall.median, theirs = statistics::median(shapes[i].verbose_s);
    std::printf("%-64s %9.4f %9.4f   %.3f\n", results[i].label.c_str(), 1e3 * ours, 1e3 * theirs, ours / theirs);
  }
  return 0;
}
