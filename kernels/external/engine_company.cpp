#include "kernels/external/engine_company.hpp"

#include <limits>
#include <utility>

#include "kernels/external/engine_error.hpp"

namespace calib::external {
namespace {

/// `given`, one for each accepted workload, put at the places of those.
template <class T, class Given>
std::vector<T> spread(const std::vector<prepared_workload>& workloads, const std::vector<Given>& given, T absent) {
  std::vector<T> all(workloads.size(), absent);
  for (std::size_t i = 0, next = 0; i < all.size(); ++i) {
    if (workloads[i].accepted) all[i] = given[next++];
  }
  return all;
}

}  // namespace

engine_company::engine_company(engine_client& engine, settings s, const std::vector<engine_workload>& workloads)
    : engine_{engine}, workloads_{engine.prepare(s.threads, s.seed, workloads, id_)} {
  for (const prepared_workload& one : workloads_) {
    refusals_.push_back(one.accepted ? std::string{} : one.reason);
    bytes_ += one.bytes;
  }
}

engine_company::~engine_company() {
  try {
    engine_.release(id_);
  } catch (...) {  // an engine that is gone holds nothing
  }
}

std::vector<engine_round> engine_company::run_in_full(std::size_t rounds, std::uint64_t seed) {
  std::vector<engine_round> all = engine_.run(id_, rounds, seed);
  for (engine_round& one : all) {
    one.latency_s = spread(workloads_, one.latency_s, std::numeric_limits<double>::quiet_NaN());
  }
  return all;
}

std::vector<std::vector<double>> engine_company::run(std::size_t rounds, std::uint64_t seed) {
  std::vector<std::vector<double>> all;
  for (engine_round& one : run_in_full(rounds, seed)) all.push_back(std::move(one.latency_s));
  return all;
}

std::vector<std::optional<engine_check>> engine_company::check() {
  return spread(workloads_, engine_.check(id_), std::optional<engine_check>());
}

}  // namespace calib::external
