#pragma once
/// A company in an engine: many different operations prepared together, executed one after another, each once a round.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/external/engine_client.hpp"

namespace calib::external {

class engine_company {
 public:
  struct settings {
    unsigned threads = 1;
    std::uint64_t seed = 1;  ///< of operands, and of the order in which the engine lays operations out
  };

  /// Prepares; the engine refuses single workloads, or throws for all. `engine` must outlive this.
  engine_company(engine_client& engine, settings s, const std::vector<engine_workload>& workloads);
  ~engine_company();
  engine_company(const engine_company&) = delete;
  engine_company& operator=(const engine_company&) = delete;

  /// Workloads, those refused among them.
  std::size_t size() const noexcept { return workloads_.size(); }
  /// Why each workload was refused; empty where it was not.
  const std::vector<std::string>& refusals() const noexcept { return refusals_; }
  std::size_t accepted() const noexcept { return id_.accepted; }
  /// What the operands and results of all accepted workloads take.
  std::uint64_t bytes() const noexcept { return bytes_; }

  /// Seconds of each workload in each round: [round][workload]. NaN where it was refused.
  std::vector<std::vector<double>> run(std::size_t rounds, std::uint64_t seed);
  /// The same with all that the engine says of a round. The latencies have a place for each workload, too.
  std::vector<engine_round> run_in_full(std::size_t rounds, std::uint64_t seed);
  /// Of each workload; nothing where it was refused.
  std::vector<std::optional<engine_check>> check();

 private:
  engine_client& engine_;
  engine_client::company_id id_;
  std::vector<prepared_workload> workloads_;
  std::vector<std::string> refusals_;
  std::uint64_t bytes_ = 0;
};

}  // namespace calib::external
