#include "calibration/network_measurement.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "calibration/measuring_thread.hpp"
#include "calibration/progress_observer.hpp"
#include "measure/joint_rounds.hpp"

namespace calib::calibration {
namespace {

class in_library final : public network_execution {
 public:
  in_library(kernels::backend& library, std::span<const kernels::network_step> steps, std::uint64_t seed,
             std::size_t most_bytes)
      : info_(library.info()), runs_(library.make_network(steps, seed, most_bytes)) {
    if (!runs_) throw std::invalid_argument(info_.name + " executes operations, and no networks");
    first_s_ = runs_->run().total_s;
    for (const kernels::network_step& step : steps) nodes_.push_back({step.name, step.operation});
  }

  [[nodiscard]] const std::vector<node>& nodes() const override { return nodes_; }
  [[nodiscard]] std::string executed_by() const override {
    return info_.name + ' ' + info_.version + " in this process";
  }
  [[nodiscard]] double first_s() const override { return first_s_; }
  std::vector<kernels::network_round> run(std::size_t rounds, std::uint64_t /*seed*/) override {
    std::vector<kernels::network_round> all;
    for (; rounds > 0; --rounds) all.push_back(runs_->run());
    return all;
  }

 private:
  kernels::backend_info info_;
  std::unique_ptr<kernels::network_run> runs_;
  std::vector<node> nodes_;
  double first_s_ = 0;
};

class in_engine final : public network_execution {
 public:
  in_engine(std::unique_ptr<external::engine_client> engine, external::network_request request)
      : engine_(std::move(engine)), request_(std::move(request)) {
    request_.rounds = 1;
    const external::network_run first = engine_->network(request_);
    for (const external::network_node& one : first.nodes) nodes_.push_back({one.name, one.operation});
    if (!first.rounds.empty()) first_s_ = first.rounds.front().total_s;
  }

  [[nodiscard]] const std::vector<node>& nodes() const override { return nodes_; }
  [[nodiscard]] std::string executed_by() const override {
    const external::engine_info& info = engine_->info();
    return info.name + ' ' + info.version + (info.details.empty() ? "" : " (" + info.details + ')');
  }
  [[nodiscard]] double first_s() const override { return first_s_; }
  std::vector<kernels::network_round> run(std::size_t rounds, std::uint64_t seed) override {
    request_.rounds = rounds;
    request_.seed = seed;
    std::vector<kernels::network_round> all;
    for (external::engine_round& round : engine_->network(request_).rounds) {
      if (round.latency_s.size() != nodes_.size()) {
        throw std::runtime_error("the engine ran " + std::to_string(round.latency_s.size()) + " nodes, and before " +
                                 std::to_string(nodes_.size()));
      }
      double extra_s = 0;
      for (const external::engine_extra& one : round.extra) extra_s += one.latency_s;
      all.push_back({std::move(round.latency_s), extra_s, round.total_s});
    }
    return all;
  }

 private:
  std::unique_ptr<external::engine_client> engine_;
  external::network_request request_;
  std::vector<node> nodes_;
  double first_s_ = 0;
};

/// A node, as the rounds number it: executed with all others, never by itself.
class part_of_network final : public measure::workload {
 public:
  explicit part_of_network(std::string label) : label_(std::move(label)) {}
  [[nodiscard]] std::string label() const override { return label_; }
  [[nodiscard]] std::size_t working_set_bytes() const override { return 0; }
  [[nodiscard]] std::unique_ptr<measure::resident_workload> prepare(std::uint64_t /*seed*/) const override {
    throw std::logic_error("a node of a network is not prepared by itself");
  }

 private:
  std::string label_;
};

/// Members are the nodes, then what comes beside them, then the whole.
class whole_network final : public measure::joint_execution {
 public:
  explicit whole_network(network_execution& network) : network_(network) {}

  std::vector<measure::joint_series> run(std::span<const std::size_t> members, std::size_t rounds,
                                         std::uint64_t seed) override {
    // What failed once is not tried for each node.
    if (!fault.empty()) throw std::runtime_error(fault);
    std::vector<kernels::network_round> done;
    try {
      done = network_.run(rounds, seed);
    } catch (const std::exception& problem) {
      fault = problem.what();
      throw;
    }
    std::vector<measure::joint_series> found(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (const kernels::network_round& round : done) found[i].latency_s.push_back(latency_of(round, members[i]));
    }
    return found;
  }

  std::string fault;

 private:
  static double latency_of(const kernels::network_round& round, std::size_t member) {
    if (member < round.latency_s.size()) return round.latency_s[member];
    return member == round.latency_s.size() ? round.reorders_s : round.total_s;
  }

  network_execution& network_;
};

// The whole is what is judged; of each node it is enough to see where the time goes.
measure::stopping_rule rule_of_nodes() { return {.relative_half_width = 0.05, .max_samples = 40}; }
measure::stopping_rule rule_of_total() { return {.relative_half_width = 0.01, .max_samples = 100}; }

// An engine builds a network anew for each request. Within one, neither the time nor Ctrl-C is looked at.
std::size_t rounds_of_a_request(double first_s, double budget_s) {
  constexpr double most = 8, share_of_budget = 0.25;
  return static_cast<std::size_t>(std::clamp(share_of_budget * budget_s / std::max(first_s, 1e-9), 1.0, most));
}

}  // namespace

std::unique_ptr<network_execution> execute_by(kernels::backend& library, std::span<const kernels::network_step> steps,
                                              std::uint64_t seed, std::size_t most_bytes) {
  return std::make_unique<in_library>(library, steps, seed, most_bytes);
}

std::unique_ptr<network_execution> execute_by(std::unique_ptr<external::engine_client> engine,
                                              external::network_request request) {
  return std::make_unique<in_engine>(std::move(engine), std::move(request));
}

measured_network measure_network(const std::function<std::unique_ptr<network_execution>()>& make,
                                 const network_measurement& wanted, host& machine, const std::atomic<bool>& stop,
                                 listener& listener) {
  const measuring_thread here(machine, wanted.threads);
  const std::unique_ptr<network_execution> network = make();
  std::vector<part_of_network> parts;
  measure::measure_options options;
  for (const network_execution::node& one : network->nodes()) parts.emplace_back(one.name);
  options.stops.assign(parts.size() + 1, rule_of_nodes());
  parts.emplace_back("reorders");
  options.stops.push_back(rule_of_total());
  parts.emplace_back("the network");
  std::vector<const measure::workload*> views;
  for (const part_of_network& one : parts) views.push_back(&one);

  options.time_budget_s = wanted.time_budget_s;
  options.seed = wanted.seed;
  options.several_threads = wanted.threads > 1;
  options.cache = cache_state::network;
  options.company_bytes = 1;  // all of them are one company: they have no bytes
  options.passes_per_group = rounds_of_a_request(network->first_s(), wanted.time_budget_s);
  const auto evidence = machine.observe_thread();
  const measure::sensors tools{machine.clock(), machine.counter(), machine.canaries(), *evidence, machine.core()};
  whole_network together(*network);
  progress_observer observer(listener);
  measure::run_result done = measure::run_jointly(views, together, tools, options, stop, observer);
  if (!together.fault.empty()) {
    if (!done.results.back().has_data()) throw std::runtime_error(together.fault);
    listener.on_warning("the measurement ended early: " + together.fault);
  }

  measured_network out;
  out.nodes = network->nodes();
  out.total = std::move(done.results.back());
  out.extra = std::move(done.results[out.nodes.size()]);
  done.results.resize(out.nodes.size());
  out.each = std::move(done.results);
  return out;
}

}  // namespace calib::calibration
