#include "kernels/external/engine_client.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "kernels/external/answers.hpp"
#include "profile_io/operations.hpp"

namespace calib::external {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const engine_workload& workload) {
  const auto names = profile_io::dimensions_of(workload.operation);
  if (!names) throw std::invalid_argument(profile_io::unknown_operation(workload.operation));
  if (names->size() != workload.dims.size()) {
    throw std::invalid_argument(workload.operation + " has " + std::to_string(names->size()) + " dimensions, got " +
                                std::to_string(workload.dims.size()));
  }
  ordered_json dims = ordered_json::object();
  for (std::size_t i = 0; i < names->size(); ++i) dims[std::string{(*names)[i]}] = workload.dims[i];
  return {{"operation", workload.operation}, {"precision", facts(workload.precision).name}, {"dims", std::move(dims)}};
}

}  // namespace

engine_client::engine_client(std::string command, engine_limits limits)
    : channel_{std::move(command)}, limits_{limits} {
  info_ = channel_.ask({{"request", "hello"}, {"protocol", protocol_version}}, limits_.hello, read_hello);
}

engine_client::~engine_client() { channel_.close(limits_.bye); }

std::vector<prepared_workload> engine_client::prepare(unsigned threads, std::uint64_t seed,
                                                      const std::vector<engine_workload>& workloads, company_id& id) {
  ordered_json list = ordered_json::array();
  for (const engine_workload& one : workloads) list.push_back(json_of(one));
  id = {.text = std::to_string(++companies_), .accepted = 0};
  const ordered_json request = {
      {"request", "prepare"}, {"id", id.text}, {"threads", threads}, {"seed", seed}, {"workloads", std::move(list)}};
  auto became = channel_.ask(request, limits_.prepare,
                             [&](const channel::answer& answer) { return read_prepare(answer, workloads.size()); });
  id.accepted = static_cast<std::size_t>(
      std::count_if(became.begin(), became.end(), [](const prepared_workload& one) { return one.accepted; }));
  return became;
}

std::vector<engine_round> engine_client::run(const company_id& id, std::size_t rounds, std::uint64_t seed) {
  return channel_.ask({{"request", "run"}, {"id", id.text}, {"rounds", rounds}, {"seed", seed}}, limits_.run,
                      [&](const channel::answer& answer) { return read_run(answer, rounds, id.accepted); });
}

std::vector<engine_check> engine_client::check(const company_id& id) {
  return channel_.ask({{"request", "check"}, {"id", id.text}}, limits_.check,
                      [&](const channel::answer& answer) { return read_check(answer, id.accepted); });
}

void engine_client::release(const company_id& id) {
  channel_.ask({{"request", "release"}, {"id", id.text}}, limits_.release, read_nothing);
}

network_run engine_client::network(const network_request& request) {
  return channel_.ask({{"request", "network"},
                       {"network", request.network},
                       {"threads", request.threads},
                       {"sizes", request.sizes},
                       {"rounds", request.rounds},
                       {"seed", request.seed}},
                      limits_.network,
                      [&](const channel::answer& answer) { return read_network(answer, request.rounds); });
}

bool engine_client::ask_anything(const std::string& line, const std::string& name) {
  return channel_.ask_anything(line, name, limits_.prepare);
}

bool engine_client::refuses_workload(const std::string& id, const ordered_json& workload) {
  const ordered_json request = {
      {"request", "prepare"}, {"id", id}, {"threads", 1}, {"seed", 1}, {"workloads", ordered_json::array({workload})}};
  const auto became =
      channel_.ask(request, limits_.prepare, [](const channel::answer& answer) { return read_prepare(answer, 1); });
  release({.text = id, .accepted = 0});
  return !became.front().accepted;
}

}  // namespace calib::external
