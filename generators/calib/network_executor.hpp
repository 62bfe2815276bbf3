#pragma once
/// Who runs a network that is compared with its estimate: a library of this process, or an engine.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "calib/loaded_network.hpp"
#include "calibration/network_measurement.hpp"
#include "calibration/network_steps.hpp"

namespace calib::tool {

/// Stands for no step.
inline constexpr std::size_t no_step = static_cast<std::size_t>(-1);

struct network_to_run {
  const network& net;
  network_sizes sizes;
  std::string name;  ///< as the user named it: an id or a file
};

struct running_network {
  std::unique_ptr<calibration::network_execution> execution;
  std::vector<std::size_t> step_of_node;  ///< the estimate's step that each node is part of, or no_step
  std::string executed_by;                ///< "onednn 2.6.0 in this process, 1 thread"
};

class network_executor {
 public:
  /// A setting's backend, or the engine that `engine` starts, on so many threads; what the setting absorbs.
  struct choice {
    std::string backend, engine;
    unsigned threads = 1;
    fusion_set absorbs;
  };
  network_executor(choice by, std::uint64_t seed) : by_(std::move(by)), seed_(seed) {}

  /// Prepares it, with operands in memory of which at most so many bytes are used. Throws usage_error where there is
  /// nothing to run it, engine_error.
  running_network make(const network_to_run& wanted, std::size_t most_bytes);

 private:
  running_network in_process(const network_to_run& wanted, std::size_t most_bytes);
  running_network in_engine(const network_to_run& wanted) const;
  [[nodiscard]] std::unique_ptr<calibration::network_execution> execute(external::network_request request,
                                                                        const std::string& id) const;
  [[nodiscard]] std::string by_text(const calibration::network_execution& execution) const;
  void find_library();

  choice by_;
  std::uint64_t seed_;
  std::unique_ptr<kernels::backend> library_;
  std::vector<std::unique_ptr<kernels::kernel>> kernels_;  ///< the library's, then those of others
};

/// The engine that this command starts. Throws usage_error where it does not start.
std::unique_ptr<external::engine_client> start_engine(const std::string& command);

}  // namespace calib::tool
