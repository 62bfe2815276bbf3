#pragma once
/// Whole networks, executed and timed on this machine: by a library of this process, or by an engine.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "calibration/host.hpp"
#include "calibration/listener.hpp"
#include "kernels/external/engine_client.hpp"
#include "kernels/kernel.hpp"
#include "kernels/network_run.hpp"
#include "kernels/network_step.hpp"
#include "measure/series.hpp"

namespace calib::calibration {

/// A network ready to be executed.
class network_execution {
 public:
  network_execution() = default;
  network_execution(const network_execution&) = delete;
  network_execution& operator=(const network_execution&) = delete;
  virtual ~network_execution() = default;

  struct node {
    std::string name;       ///< of a step or layer; of what is neither, the engine's own
    std::string operation;  ///< in the words of whoever executes it
  };
  [[nodiscard]] virtual const std::vector<node>& nodes() const = 0;
  /// "onednn 2.6.0 in this process", or the engine with its version and details.
  [[nodiscard]] virtual std::string executed_by() const = 0;
  /// Seconds of the first execution, which was made to see that there is one.
  [[nodiscard]] virtual double first_s() const = 0;
  /// A latency for each node in each round. Throws std::exception.
  virtual std::vector<kernels::network_round> run(std::size_t rounds, std::uint64_t seed) = 0;
};

/// By a backend of this process, which is set to its threads. Throws std::invalid_argument where it executes no
/// networks, has nothing for a step or needs more than `most_bytes`, and what preparing throws.
std::unique_ptr<network_execution> execute_by(kernels::backend& library, std::span<const kernels::network_step> steps,
                                              std::uint64_t seed, std::size_t most_bytes);

/// By an engine, which is started; the request's rounds and seed are of no account. Throws engine_error.
std::unique_ptr<network_execution> execute_by(std::unique_ptr<external::engine_client> engine,
                                              external::network_request request);

struct measured_network {
  std::vector<network_execution::node> nodes;
  std::vector<measure::result> each;  ///< of each node
  measure::result extra;              ///< all steps that nobody asked for: reorders of layouts
  measure::result total;              ///< of the whole
};

struct network_measurement {
  unsigned threads = 1;
  double time_budget_s = 20;
  std::uint64_t seed = 1;
};

/// Executes it in rounds until all intervals are narrow or the time is over. `make` is called on the thread that
/// measures, when it is where it belongs. Throws what `make` throws, and std::runtime_error with what the first
/// execution threw; what a later one throws is a warning.
measured_network measure_network(const std::function<std::unique_ptr<network_execution>()>& make,
                                 const network_measurement& wanted, host& machine, const std::atomic<bool>& stop,
                                 listener& listener);

}  // namespace calib::calibration
