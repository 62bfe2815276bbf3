#pragma once
/// An engine as an object: starts the child process, asks, and believes nothing. Every answer is checked for what it
/// must have, for as many numbers as were asked for, and for times that fit into the time that the request took.
///
///   engine_client engine("python3 pytorch.py");
///   engine.info().name;                               // "pytorch"
///   engine_company company(engine, {.threads = 1}, workloads);   // engine_company.hpp
///
/// Errors are those of engine_error.hpp. After a timeout, a crash or a broken protocol the process is gone, and each
/// further request throws engine_crashed: make another client.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/external/channel.hpp"
#include "kernels/external/engine_data.hpp"

namespace calib::external {

/// How long each request may take. Preparing fills operands and, in some engines, compiles.
struct engine_limits {
  channel::seconds hello{120}, prepare{300}, run{600}, check{600}, network{600}, release{60}, bye{5};
};

class engine_client {
 public:
  /// Starts the engine and says hello. Throws engine_start_error, and what every request may throw.
  explicit engine_client(std::string command, engine_limits limits = {});
  ~engine_client();
  engine_client(const engine_client&) = delete;
  engine_client& operator=(const engine_client&) = delete;

  const engine_info& info() const noexcept { return info_; }
  const std::string& command() const noexcept { return channel_.command(); }

  struct company_id {
    std::string text;
    std::size_t accepted = 0;
  };

  /// Builds one company; `id` is for the requests below. Throws std::invalid_argument for an operation that calib does
  /// not measure or a wrong number of dimensions.
  std::vector<prepared_workload> prepare(unsigned threads, std::uint64_t seed,
                                         const std::vector<engine_workload>& workloads, company_id& id);
  std::vector<engine_round> run(const company_id& id, std::size_t rounds, std::uint64_t seed);
  /// Of each accepted workload.
  std::vector<engine_check> check(const company_id& id);
  void release(const company_id& id);
  network_run network(const network_request& request);

  /// Whether the engine ended by itself, and well, after `bye`. Further requests throw engine_crashed.
  bool close() noexcept { return channel_.close(limits_.bye); }

  // For trying engines: requests that calib never sends.

  /// Whether a line of any content was answered {ok:true} and not {ok:false}.
  bool ask_anything(const std::string& line, const std::string& name);
  /// Whether a workload, whatever it says, is refused in a company of its own, which is released.
  bool refuses_workload(const std::string& id, const nlohmann::ordered_json& workload);

 private:
  channel channel_;
  engine_limits limits_;
  engine_info info_;
  std::size_t companies_ = 0;
};

}  // namespace calib::external
