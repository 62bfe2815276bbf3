#pragma once
/// A machine that does what a test says: time passes only when somebody spends it.

#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "measure/canary.hpp"
#include "measure/clock.hpp"
#include "measure/counters.hpp"
#include "measure/evidence.hpp"
#include "measure/files.hpp"
#include "measure/rounds.hpp"
#include "measure/workload.hpp"

namespace calib::measure::test {

class fake_clock final : public clock_source {
 public:
  std::int64_t now_ns() override {
    now_ += read_cost_ns;
    return now_;
  }
  void spend(double seconds) { now_ += static_cast<std::int64_t>(seconds * 1e9 + 0.5); }

  std::int64_t read_cost_ns = 0;
  bool caches_empty = false;  ///< for kernels that are slower then

 private:
  std::int64_t now_ = 0;
};

class fake_files final : public file_reader {
 public:
  fake_files() = default;
  fake_files(std::initializer_list<std::pair<const std::string, std::string>> content) : content_(content) {}
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    const auto found = content_.find(path);
    return found == content_.end() ? std::nullopt : std::optional(found->second);
  }
  void set(const std::string& path, std::string text) { content_[path] = std::move(text); }

 private:
  std::map<std::string, std::string> content_;
};

class fake_counter final : public cycle_counter {
 public:
  [[nodiscard]] bool available() const override { return counted.has_value(); }
  [[nodiscard]] std::string why_not() const override { return available() ? "" : "a test"; }
  void start() override {}
  [[nodiscard]] std::optional<counts> stop() override { return counted; }

  std::optional<counts> counted;
};

class fake_canaries final : public canaries {
 public:
  explicit fake_canaries(fake_clock& clock) : clock_(clock) {}
  [[nodiscard]] double clock_hz() override {
    clock_.spend(25e-6);
    return hz;
  }
  [[nodiscard]] double issue_s() override {
    const double seconds = issue_cycles / hz * (sibling ? sibling() : 1.0);
    clock_.spend(seconds);
    return seconds;
  }
  [[nodiscard]] canary_reading read() override {
    ++readings;
    clock_.spend(1e-3);
    return {.clock_hz = hz, .fma_s = 1e-5, .cache_s = 1e-5, .dram_s = 2e-4};
  }

  static constexpr double issue_cycles = 6000;
  double hz = 2e9;
  int readings = 0;
  std::function<double()> sibling;  ///< what another thread on the core does to the issue canary

 private:
  fake_clock& clock_;
};

/// Evidence of an undisturbed thread, or what the test puts in place of it.
class fake_thread final : public evidence_source {
 public:
  void begin() override {}
  [[nodiscard]] evidence end() override {
    evidence seen;
    seen.thread_cpu_s = 1e9;  // as much CPU time as anybody could want
    if (spoil) {
      spoil(seen);
    }
    return seen;
  }

  std::function<void(evidence&)> spoil;
};

/// Takes a fixed time per call, times a factor the test may set.
class fake_workload final : public workload {
 public:
  fake_workload(std::string label, fake_clock& clock, double call_s, std::size_t bytes = 0)
      : label_(std::move(label)), clock_(clock), call_s_(call_s), bytes_(bytes) {}

  [[nodiscard]] std::string label() const override { return label_; }
  [[nodiscard]] std::size_t working_set_bytes() const override { return bytes_; }
  [[nodiscard]] std::unique_ptr<resident_workload> prepare(std::uint64_t seed) const override {
    ++prepared_times;
    seeds.push_back(seed);
    if (fail_to_prepare) {
      throw std::runtime_error("no memory for the operands");
    }
    ++alive;
    clock_.spend(prepare_s);
    return std::make_unique<fake_resident>(*this);
  }

  std::function<double()> factor;
  std::function<void()> on_run, on_touch;
  bool fail_to_prepare = false;
  double prepare_s = 0.0;
  mutable int prepared_times = 0;
  mutable int alive = 0;
  mutable std::size_t calls = 0;
  mutable std::vector<std::uint64_t> seeds;

 private:
  class fake_resident final : public resident_workload {
   public:
    explicit fake_resident(const fake_workload& owner) : owner_(owner) {}
    fake_resident(const fake_resident&) = delete;
    fake_resident& operator=(const fake_resident&) = delete;
    ~fake_resident() override { --owner_.alive; }
    void run(std::size_t repeats) override {
      owner_.calls += repeats;
      if (owner_.on_run) {
        owner_.on_run();
      }
      const double slowdown = owner_.factor ? owner_.factor() : 1.0;
      owner_.clock_.spend(owner_.call_s_ * static_cast<double>(repeats) * slowdown);
    }
    void touch_activations() override {
      if (owner_.on_touch) owner_.on_touch();
    }

   private:
    const fake_workload& owner_;
  };

  std::string label_;
  fake_clock& clock_;
  double call_s_;
  std::size_t bytes_;
};

class silent final : public observer {};

/// Calls something after every sample and remembers the order of visits.
class recorder final : public observer {
 public:
  void on_sample(const progress& at, const sample& taken) override {
    visits.push_back(at.workload);
    samples.push_back(taken);
    last_finished = at.finished;
    if (then) {
      then();
    }
  }
  void on_checkpoint(const run_view& so_far) override {
    rounds.assign(so_far.rounds.begin(), so_far.rounds.end());
    ++checkpoints;
  }

  std::function<void()> then;
  std::vector<std::size_t> visits;
  std::vector<sample> samples;
  std::vector<round_record> rounds;
  int checkpoints = 0;
  std::size_t last_finished = 0;
};

/// A quiet machine with everything needed to call run_rounds().
struct bench {
  fake_clock clock;
  fake_counter counter;
  fake_canaries machine{clock};
  fake_thread thread;
  std::atomic<bool> stop{false};
  silent nobody;
  measure_options options;

  [[nodiscard]] run_result run(const std::vector<const workload*>& workloads) { return run(workloads, nobody); }
  [[nodiscard]] run_result run(const std::vector<const workload*>& workloads, observer& watcher,
                               run_state earlier = {}) {
    core_watch core(machine);
    const sensors tools{.clock = clock, .counter = counter, .machine = machine, .thread = thread, .core = core};
    return run_rounds(workloads, tools, options, stop, watcher, std::move(earlier));
  }
};

/// count workloads that take as long as each other.
struct many_workloads {
  std::vector<std::unique_ptr<fake_workload>> owners;
  std::vector<const workload*> all;

  many_workloads(bench& b, int count, double seconds, std::size_t bytes = 0) {
    for (int i = 0; i < count; ++i) {
      owners.push_back(std::make_unique<fake_workload>("w" + std::to_string(i), b.clock, seconds, bytes));
      all.push_back(owners.back().get());
    }
  }
};

}  // namespace calib::measure::test
