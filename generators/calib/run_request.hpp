#pragma once
/// The options of `calib run`, and the request that they make.

#include <cstdint>
#include <string>
#include <vector>

#include "calibration/host.hpp"
#include "calibration/request.hpp"
#include "selection_options.hpp"

namespace calib::tool {

struct run_options {
  bool quick = false, full = false, list = false, dry_run = false, resume = false;
  selection_options tables;
  std::vector<std::string> threads, caches;
  std::vector<std::string> companies;  ///< sizes in MiB
  std::string core_kind;
  double time_budget_s = 0, call_timeout_s = 0;
  std::string engine;  ///< command of an engine to measure in place of the libraries built in
  std::string preset, name, id;
  double peak_gflops = 0, peak_bandwidth = 0;
  std::uint64_t seed = 1;
  std::string required_grade;
  unsigned launch = 1;  // from 1
  std::string output = "host.json";
  std::string checkpoint;  ///< empty: beside the output
  std::string samples;
};

/// Makes the backends to choose from: those built in, or an engine, which is started here, once for all. Throws
/// external::engine_error.
std::function<std::vector<std::unique_ptr<kernels::backend>>()> backends_of(const std::string& engine);

/// What --threads is measured against.
struct usable_cores {
  unsigned all = 1;    ///< threads that "all" means
  unsigned most = 1;   ///< more than these would share cores
  std::string limits;  ///< what there is, for a message: "this process may use 2 cores (its affinity: CPUs 0-1)"
};

usable_cores usable_cores_of(const calibration::host& machine);

/// Throws usage_error where options contradict each other or name what there is not.
calibration::request request_from(const run_options& options, const usable_cores& cores);

}  // namespace calib::tool
