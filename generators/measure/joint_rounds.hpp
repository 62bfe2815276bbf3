#pragma once
/// Companies that somebody else executes and times: an engine, which runs what it was given as a whole and says what
/// each operation took. The rounds are those of rounds.hpp, the samples single calls in company.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "measure/measure_options.hpp"
#include "measure/run.hpp"
#include "measure/workload.hpp"

namespace calib::measure {

/// What became of one member of a company.
struct joint_series {
  std::vector<double> latency_s;  ///< one for each round, in their order
  std::string refusal;            ///< why there are none
};

/// Executes workloads together.
class joint_execution {
 public:
  virtual ~joint_execution() = default;
  /// Prepares these, runs each once a round, and tells what each took. A throw concerns them all.
  virtual std::vector<joint_series> run(std::span<const std::size_t> members, std::size_t rounds,
                                        std::uint64_t seed) = 0;
};

/// As run_rounds() with cache_state::network, whose companies `together` executes. A company that fails as a whole is
/// divided until the member that fails is by itself. Evidence is that of the core before and after a company: where
/// others used it, all samples of the company are rejected.
[[nodiscard]] run_result run_jointly(std::span<const workload* const> workloads, joint_execution& together,
                                     const sensors& tools, const measure_options& options,
                                     const std::atomic<bool>& stop, observer& watcher, run_state earlier = {});

}  // namespace calib::measure
