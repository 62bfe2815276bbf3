#pragma once
/// Machines and kernels that do what a test says. The machines' time passes only when a kernel or a canary spends it.

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "../measure/fakes.hpp"
#include "calib/op/gemm.hpp"
#include "calibration/calibrate.hpp"
#include "kernels/operands/dot.hpp"
#include "kernels/single_thread.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::calibration::test {

/// What a kernel does instead of its work.
enum class fault_kind {
  none,
  wrong_result,
  throws,
  throws_oddly,
  no_memory,
  no_memory_once_verified,
  crashes,
  crashes_late,
  hangs,
  exits
};

/// A quiet machine of which everything is known.
inline measure::environment known_machine() {
  measure::environment seen;
  seen.cpu = {.vendor = "AuthenticAMD", .model_name = "made up", .isa = {"avx2", "fma"}};
  seen.machine = {.packages = 1,
                  .numa_nodes = 1,
                  .cores = 2,
                  .logical_cpus = 2,
                  .caches = {{.level = 3, .bytes = std::size_t{1} << 20U, .shared_by = 2}},
                  .source = "sysfs"};
  seen.memory_bytes = std::size_t{8} << 30U;
  seen.available_memory_bytes = std::size_t{4} << 30U;
  seen.counters_reason = "perf_event_open was refused";
  seen.date_utc = "2026-01-02";
  return seen;
}

class made_up_machine {
 public:
  explicit made_up_machine(measure::environment seen = known_machine(), std::string core_kind = {},
                           std::unique_ptr<measure::file_reader> files = std::make_unique<measure::test::fake_files>())
      : machine_(tools(std::move(seen), std::move(core_kind), std::move(files))) {}
  host& operator*() { return machine_; }
  measure::test::fake_clock& clock() { return *clock_; }

 private:
  instruments tools(measure::environment seen, std::string core_kind, std::unique_ptr<measure::file_reader> files) {
    auto clock = std::make_unique<measure::test::fake_clock>();
    clock->read_cost_ns = 20;
    clock_ = clock.get();
    instruments made;
    made.seen = std::move(seen);
    made.core_kind = std::move(core_kind);
    made.files = std::move(files);
    made.counter = std::make_unique<measure::test::fake_counter>();
    made.canaries = std::make_unique<measure::test::fake_canaries>(*clock);
    made.clock = std::move(clock);
    made.observe_thread = [] { return std::make_unique<measure::test::fake_thread>(); };
    made.make_cache_flush = [this](std::size_t, unsigned) { return [this] { clock_->caches_empty = true; }; };
    return made;
  }

  measure::test::fake_clock* clock_ = nullptr;
  host machine_;
};

/// dot, right at the sizes that are verified, in no more time than the clock is told, three times that with empty
/// caches. The fault shows where the shapes are larger than those, or at once.
template <Precision P>
std::unique_ptr<kernels::kernel> made_up_dot(measure::test::fake_clock& clock, fault_kind fault, bool at_once = false) {
  constexpr std::size_t verified = 20'000;
  return kernels::make_kernel<op::dot<P>>("made_up", [&clock, fault, at_once](const op::dot<P>&) {
    return [&clock, fault, at_once, runs = 0](kernels::operands<op::dot<P>>& x) mutable {
      const double slowdown = std::exchange(clock.caches_empty, false) ? 3 : 1;
      clock.spend(slowdown * (1e-6 + 1e-11 * static_cast<double>(x.shape.elements)));
      if (x.shape.elements <= verified) {
        double sum = 0;
        for (std::size_t i = 0; i < x.shape.elements; ++i) sum += double{x.x[i]} * double{x.y[i]};
        x.result = static_cast<kernels::element_t<P>>(sum);
      }
      if (!at_once && x.shape.elements <= verified) return;
      switch (fault) {
        case fault_kind::none:
          return;
        case fault_kind::wrong_result:
          x.result += x.result;
          return;
        case fault_kind::throws:
          throw std::runtime_error("no such primitive");
        case fault_kind::throws_oddly:
          throw 42;
        case fault_kind::no_memory:
          throw std::bad_alloc();
        case fault_kind::no_memory_once_verified:  // sizes of kernel_check.cpp
          if (x.shape.elements != 700 && x.shape.elements != 1700 && x.shape.elements != 6500) throw std::bad_alloc();
          return;
        case fault_kind::crashes_late:
          if (++runs < 200) return;
          [[fallthrough]];
        case fault_kind::crashes:
          std::raise(SIGSEGV);
          return;
        case fault_kind::hangs:
          for (;;) ::pause();
        case fault_kind::exits:
          std::_Exit(0);
      }
    };
  });
}

/// dot f32 that works and dot f64 that does not.
class made_up_backend final : public kernels::backend {
 public:
  made_up_backend(measure::test::fake_clock& clock, fault_kind fault, bool at_once)
      : clock_(clock), fault_(fault), at_once_(at_once) {}
  kernels::backend_info info() const override { return {"made_up", "1", "", ""}; }
  void set_threads(unsigned count) override { kernels::require_one_thread("made_up", count); }
  std::vector<std::unique_ptr<kernels::kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernels::kernel>> all;
    all.push_back(made_up_dot<f32>(clock_, fault_kind::none));
    all.push_back(made_up_dot<f64>(clock_, fault_, at_once_));
    return all;
  }

 private:
  measure::test::fake_clock& clock_;
  fault_kind fault_;
  bool at_once_;
};

inline request made_up_request(made_up_machine& machine, fault_kind fault = fault_kind::none, bool at_once = false) {
  request request;
  request.id = "made_up";
  request.backends = [&clock = machine.clock(), fault, at_once] {
    std::vector<std::unique_ptr<kernels::backend>> all;
    all.push_back(std::make_unique<made_up_backend>(clock, fault, at_once));
    return all;
  };
  return request;
}

struct noting_listener : listener {
  void on_warning(const std::string& text) override { warnings += text + "\n"; }
  void on_plan(const std::string&, std::size_t, std::size_t) override {}
  void on_progress(const measure::progress&) override {}
  std::string warnings;
};

}  // namespace calib::calibration::test
