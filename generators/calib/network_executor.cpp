#include "network_executor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "calibration/limit_warnings.hpp"
#include "kernels/external/engine_error.hpp"
#include "shipped_files.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

// Before any are made: the library counts the rest while it makes the network.
void require_memory_for_weights(const network& net, const calibration::steps_to_run& run, std::size_t most) {
  const double bytes = net.total().parameters * facts(run.steps.front().precision).weight_bytes;
  if (bytes > static_cast<double>(most)) {
    throw usage_error(fmt::format("{} needs {:.1f} GiB for its weights, and {:.1f} GiB may be used", net.id(),
                                  bytes / 0x1p30, static_cast<double>(most) / 0x1p30));
  }
}

// What only runs single steps may know no other number than one.
void set_threads_if_it_can(kernels::backend& backend, unsigned count) {
  try {
    backend.set_threads(count);
  } catch (const std::invalid_argument&) {
    return;
  }
}

/// The network as an engine's request names it.
std::string file_of(const std::string& name) {
  namespace fs = std::filesystem;
  if (const auto shipped = shipped_file("networks", name); shipped && !fs::exists(name)) return shipped->string();
  return fs::absolute(name).string();
}

}  // namespace

std::unique_ptr<external::engine_client> start_engine(const std::string& command) {
  try {
    return std::make_unique<external::engine_client>(command);
  } catch (const external::engine_start_error& fault) {
    throw usage_error(fmt::format("--engine: {}", fault.what()));
  }
}

running_network network_executor::make(const network_to_run& wanted, std::size_t most_bytes) {
  return by_.engine.empty() ? in_process(wanted, most_bytes) : in_engine(wanted);
}

running_network network_executor::in_process(const network_to_run& wanted, std::size_t most_bytes) {
  if (!library_) find_library();
  const auto run = calibration::steps_to_run_of(wanted.net, wanted.net.values(wanted.sizes), by_.absorbs, kernels_);
  require_memory_for_weights(wanted.net, run, most_bytes);
  try {
    auto execution = calibration::execute_by(*library_, run.steps, seed_, most_bytes);
    std::string executed_by = by_text(*execution);
    return {std::move(execution), run.estimated, std::move(executed_by)};
  } catch (const std::invalid_argument& refusal) {
    throw usage_error(fmt::format("{}: {}", wanted.net.id(), refusal.what()));
  }
}

running_network network_executor::in_engine(const network_to_run& wanted) const {
  external::network_request request{.network = file_of(wanted.name), .threads = by_.threads};
  const symbol_values symbols = wanted.net.values(wanted.sizes);
  for (std::size_t i = 0; i < wanted.net.symbols().size(); ++i) {
    request.sizes[wanted.net.symbols()[i]] = symbols[i];
  }
  running_network made;
  made.execution = execute(std::move(request), std::string{wanted.net.id()});
  const auto steps = calibration::steps_of_layers(wanted.net, by_.absorbs);
  for (const auto& node : made.execution->nodes()) {
    const auto found = steps.find(node.name);
    made.step_of_node.push_back(found == steps.end() ? no_step : found->second);
  }
  made.executed_by = by_text(*made.execution);
  return made;
}

// Engines that know networks by name and not by file are given the id.
std::unique_ptr<calibration::network_execution> network_executor::execute(external::network_request request,
                                                                          const std::string& id) const {
  try {
    return calibration::execute_by(start_engine(by_.engine), request);
  } catch (const external::engine_refused& refusal) {
    const std::string reason = refusal.what();
    request.network = id;
    try {
      return calibration::execute_by(start_engine(by_.engine), request);
    } catch (const external::engine_refused&) {
      throw usage_error(fmt::format("{}: {}", id, reason));
    }
  }
}

std::string network_executor::by_text(const calibration::network_execution& execution) const {
  return fmt::format("{}, {}", execution.executed_by(), calibration::counted(by_.threads, "thread"));
}

void network_executor::find_library() {
  auto all = kernels::all_backends();
  const auto found = std::ranges::find_if(all, [this](const auto& one) { return one->info().name == by_.backend; });
  if (found == all.end()) {
    throw usage_error(fmt::format("{} is not built in, and no shipped engine: name its --engine", by_.backend));
  }
  std::rotate(all.begin(), found, found + 1);
  all.front()->set_threads(by_.threads);  // which must
  for (const auto& backend : all) {
    set_threads_if_it_can(*backend, by_.threads);
    auto own = backend->kernels();
    std::move(own.begin(), own.end(), std::back_inserter(kernels_));
  }
  library_ = std::move(all.front());
}

}  // namespace calib::tool
