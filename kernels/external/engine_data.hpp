#pragma once
/// What requests to an engine and its answers hold, as plain data.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "calib/network/fusion.hpp"
#include "calib/precision.hpp"

namespace calib::external {

/// The protocol's version that calib speaks.
inline constexpr int protocol_version = 1;

struct engine_operation {
  std::string operation;
  std::vector<calib::precision> precisions;
};

/// What `hello` says.
struct engine_info {
  std::string name;     ///< as settings are named: "onnxruntime"
  std::string version;  ///< "1.30.0"
  std::string details;  ///< what else its times depend on: mode, instruction set
  unsigned max_threads = 1;
  double clock_resolution_s = 0;  ///< the step of its clock; shorter operations may take 0
  fusion_set absorbs;             ///< what it carries out within linear layers and convolutions
  std::vector<engine_operation> operations;
  std::string networks;  ///< what `network` takes, in words; empty where it takes none

  bool offers(std::string_view operation, calib::precision p) const;
};

struct engine_workload {
  std::string operation;  ///< one of the measured ones
  calib::precision precision;
  std::vector<std::size_t> dims;  ///< in the operation's order
};

/// What became of a workload in `prepare`.
struct prepared_workload {
  bool accepted = false;
  std::string reason;       ///< why it was refused
  std::uint64_t bytes = 0;  ///< of operands and results
};

/// Work that nobody asked for: the reordering of a layout, a copy.
struct engine_extra {
  std::string name;
  double latency_s = 0;  ///< of all calls of a round together
  std::size_t calls = 0;
};

/// One execution of everything in a company, or of a network.
struct engine_round {
  std::vector<double> latency_s;  ///< of each accepted workload, or of each node, in order
  double total_s = 0;             ///< of the round, as the engine's clock saw it
  std::vector<engine_extra> extra;
};

struct engine_check {
  double difference = 0, tolerance = 0;  ///< as of kernels::prepared::check_result
  bool ok() const noexcept { return difference <= tolerance; }
};

struct network_request {
  std::string network;  ///< a file, or a name the engine knows
  unsigned threads = 1;
  std::map<std::string, std::size_t> sizes{};  ///< {"batch", 1}
  std::size_t rounds = 1;
  std::uint64_t seed = 1;
};

struct network_node {
  std::string name;       ///< the layer's
  std::string operation;  ///< in the engine's own words
};

struct network_run {
  std::vector<network_node> nodes;
  std::vector<engine_round> rounds;
};

}  // namespace calib::external
