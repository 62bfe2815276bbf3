#include "kernels/external/answers.hpp"

#include <cmath>
#include <numeric>
#include <span>

#include "calib/profile_error.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/operations.hpp"

namespace calib::external {
namespace {

using profile_io::json_object;
using profile_io::json_value;

constexpr const char* remedy = "docs/engines.md says what the answer must have";

// The engine's clock and ours are not the same one.
constexpr double clocks_differ = 1.01, clocks_differ_s = 1e-3;

[[noreturn]] void wrong(const json_value& value, std::string problem) {
  value.fail(profile_fault::wrong_value, std::move(problem), remedy);
}

void require_length(const json_value& value, std::size_t found, std::size_t wanted) {
  if (found == wanted) return;
  value.fail(profile_fault::wrong_length,
             "this must have " + std::to_string(wanted) + " elements, found " + std::to_string(found), remedy);
}

double read_time(const json_value& value) {
  const double time = value.number();
  if (!(time >= 0)) wrong(value, "a time is 0 s or more, found " + std::to_string(time));
  return time;
}

calib::precision read_precision(const json_value& value) {
  const auto known = parse_precision(value.text());
  if (!known) wrong(value, "calib has no precision " + value.text() + "; it has " + profile_io::precision_names());
  return *known;
}

engine_operation read_operation(const json_value& value) {
  const json_object object(value, {"operation", "precisions"});
  engine_operation read{.operation = object.required("operation").text(), .precisions = {}};
  if (!profile_io::dimensions_of(read.operation)) wrong(value, profile_io::unknown_operation(read.operation));
  for (const json_value& one : object.required("precisions").items()) read.precisions.push_back(read_precision(one));
  if (read.precisions.empty()) wrong(value, "an operation is offered in one precision at least");
  return read;
}

fusion_set read_absorbs(const json_object& object) {
  fusion_set absorbs;
  const auto listed = object.optional("absorbs");
  if (!listed) return absorbs;
  for (const json_value& one : listed->items()) {
    const auto known = parse_fusion(one.text());
    if (!known) wrong(one, "calib knows no fusion " + one.text());
    absorbs.add(*known);
  }
  return absorbs;
}

engine_extra read_extra(const json_value& value) {
  const json_object object(value, {"name", "latency_s", "calls"});
  return {.name = object.required("name").text(),
          .latency_s = read_time(object.required("latency_s")),
          .calls = object.required("calls").whole<std::size_t>()};
}

engine_round read_round(const json_value& value, std::size_t count) {
  const json_object object(value, {"latency_s", "total_s", "extra"});
  const json_value times = object.required("latency_s");
  engine_round round{.latency_s = {}, .total_s = read_time(object.required("total_s")), .extra = {}};
  for (const json_value& one : times.items()) round.latency_s.push_back(read_time(one));
  require_length(times, round.latency_s.size(), count);
  if (const auto extra = object.optional("extra")) {
    for (const json_value& one : extra->items()) round.extra.push_back(read_extra(one));
  }
  return round;
}

/// What a round says it took: its total, or its parts where they are more.
double claimed_s(const engine_round& round) {
  double parts = std::accumulate(round.latency_s.begin(), round.latency_s.end(), 0.0);
  for (const engine_extra& one : round.extra) parts += one.latency_s;
  return std::fmax(parts, round.total_s);
}

std::vector<engine_round> read_rounds(const channel::answer& answer, const json_value& value, std::size_t rounds,
                                      std::size_t count) {
  std::vector<engine_round> read;
  double claimed = 0;
  for (const json_value& one : value.items()) {
    read.push_back(read_round(one, count));
    claimed += claimed_s(read.back());
  }
  require_length(value, read.size(), rounds);
  if (claimed > answer.wall.count() * clocks_differ + clocks_differ_s) {
    wrong(value, "the rounds take " + std::to_string(claimed) + " s in all, and the whole request took " +
                     std::to_string(answer.wall.count()) + " s");
  }
  return read;
}

}  // namespace

engine_info read_hello(const channel::answer& answer) {
  const json_object object(answer.content, {"ok", "protocol", "name", "version", "details", "max_threads",
                                            "clock_resolution_s", "absorbs", "operations", "networks"});
  const json_value protocol = object.required("protocol");
  if (protocol.number() != protocol_version) {
    wrong(protocol, "calib speaks protocol " + std::to_string(protocol_version));
  }
  engine_info info{.name = object.required("name").text(),
                   .version = object.required("version").text(),
                   .details = object.optional_text("details"),
                   .max_threads = object.required("max_threads").whole<unsigned>(),
                   .clock_resolution_s = read_time(object.required("clock_resolution_s")),
                   .absorbs = read_absorbs(object),
                   .operations = {},
                   .networks = object.optional_text("networks")};
  if (!profile_io::is_identifier(info.name)) {
    wrong(object.required("name"), "settings are named by it: lower-case letters, digits and _");
  }
  if (info.max_threads == 0) wrong(object.required("max_threads"), "an engine has one thread at least");
  for (const json_value& one : object.required("operations").items()) info.operations.push_back(read_operation(one));
  return info;
}

std::vector<prepared_workload> read_prepare(const channel::answer& answer, std::size_t workloads) {
  const json_object object(answer.content, {"ok", "workloads"});
  const json_value list = object.required("workloads");
  std::vector<prepared_workload> read;
  for (const json_value& one : list.items()) {
    const json_object entry(one, {"accepted", "reason", "bytes"});
    prepared_workload became{
        .accepted = entry.required("accepted").boolean(), .reason = entry.optional_text("reason"), .bytes = 0};
    if (became.accepted) became.bytes = entry.required("bytes").whole<std::uint64_t>();
    if (!became.accepted && became.reason.empty()) wrong(one, "a workload that is refused has a reason");
    read.push_back(std::move(became));
  }
  require_length(list, read.size(), workloads);
  return read;
}

std::vector<engine_round> read_run(const channel::answer& answer, std::size_t rounds, std::size_t count) {
  const json_object object(answer.content, {"ok", "rounds"});
  return read_rounds(answer, object.required("rounds"), rounds, count);
}

std::vector<engine_check> read_check(const channel::answer& answer, std::size_t count) {
  const json_object object(answer.content, {"ok", "checks"});
  const json_value list = object.required("checks");
  std::vector<engine_check> read;
  for (const json_value& one : list.items()) {
    const json_object entry(one, {"difference", "tolerance"});
    const engine_check check{.difference = entry.required("difference").number(),
                             .tolerance = entry.required("tolerance").number()};
    if (!(check.difference >= 0 && check.tolerance >= 0)) wrong(one, "a difference and a tolerance are 0 or more");
    read.push_back(check);
  }
  require_length(list, read.size(), count);
  return read;
}

network_run read_network(const channel::answer& answer, std::size_t rounds) {
  const json_object object(answer.content, {"ok", "nodes", "rounds"});
  network_run read;
  for (const json_value& one : object.required("nodes").items()) {
    const json_object node(one, {"name", "operation"});
    read.nodes.push_back({.name = node.required("name").text(), .operation = node.required("operation").text()});
  }
  read.rounds = read_rounds(answer, object.required("rounds"), rounds, read.nodes.size());
  return read;
}

void read_nothing(const channel::answer& answer) { const json_object only(answer.content, {"ok"}); }

}  // namespace calib::external
