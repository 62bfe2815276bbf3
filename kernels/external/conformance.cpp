#include "kernels/external/conformance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kernels/external/engine_company.hpp"
#include "kernels/external/engine_error.hpp"
#include "profile_io/operations.hpp"

namespace calib::external {
namespace {

constexpr std::size_t rounds_tried = 3;

struct outcome {
  bool passed;
  std::string found;
};

/// The checks, over one engine.
class conformance {
 public:
  conformance(const std::string& command, const engine_limits& limits,
              const std::function<void(const conformance_line&)>& report)
      : command_{command}, limits_{limits}, report_{report}, engine_{command, limits} {}

  bool run() {
    try {
      check_hello();
      check_nonsense();
      check_workloads();
      check_networks();
      check_end();
    } catch (const engine_error& fault) {
      line("the engine lives on", {false, fault.what()});
    }
    return passed_;
  }

 private:
  void line(std::string name, outcome result) {
    passed_ = passed_ && result.passed;
    report_({.name = std::move(name), .passed = result.passed, .found = std::move(result.found)});
  }
  /// That a line is answered {ok:false} with a reason.
  void refuses(const std::string& what, const std::string& request) {
    const bool taken = engine_.ask_anything(request, what);
    line(what + " is refused", {!taken, taken ? "it was answered {\"ok\":true}: " + request : ""});
  }

  void check_hello() {
    const engine_info& info = engine_.info();
    std::size_t pairs = 0;
    for (const engine_operation& one : info.operations) pairs += one.precisions.size();
    line("hello", {!info.operations.empty(), info.name + " " + info.version + ", " + std::to_string(pairs) +
                                                 " operations and precisions, up to " +
                                                 std::to_string(info.max_threads) + " threads"});
    refuses("another protocol", R"({"request":"hello","protocol":999})");
  }

  void check_nonsense() {
    refuses("a line that is no JSON", "{\"request\": \"run\", ");
    refuses("JSON that is no object", "[1, 2]");
    refuses("an empty line", "");
    refuses("a line without a request", R"({"id":"1"})");
    refuses("an unknown request", R"({"request":"calib_has_no_such_request"})");
    refuses("a run of an unknown company", R"({"request":"run","id":"no such company","rounds":1,"seed":1})");
    refuses("a check of an unknown company", R"({"request":"check","id":"no such company"})");
    refuses("a company of nothing but its id", R"({"request":"prepare","id":"incomplete"})");
    refuses("a company for no threads", R"({"request":"prepare","id":"idle","threads":0,"seed":1,"workloads":[]})");
    refuses("a company for too many threads",
            R"({"request":"prepare","id":"wide","threads":1000000,"seed":1,"workloads":[]})");
  }

  /// That a workload is refused, and not the company with it.
  void refuses_workload(const std::string& what, const nlohmann::ordered_json& workload) {
    try {
      const bool refused = engine_.refuses_workload(what, workload);
      line(what + " is refused alone", {refused, refused ? "" : "it was accepted"});
    } catch (const engine_refused& no) {
      line(what + " is refused alone", {false, std::string{"the whole company was refused: "} + no.what()});
    }
  }

  void check_workloads() {
    refuses_workload("an unknown operation",
                     {{"operation", "no_such_operation"}, {"precision", "f32"}, {"dims", {{"m", 8}}}});
    const std::vector<engine_workload> all = one_of_each();
    if (all.empty()) return;
    const engine_workload& first = all.front();
    const nlohmann::ordered_json none = nlohmann::ordered_json::object();
    refuses_workload("an unknown precision", {{"operation", first.operation}, {"precision", "f31"}, {"dims", none}});
    if (!first.dims.empty()) {
      refuses_workload("a shape without its dimensions",
                       {{"operation", first.operation}, {"precision", facts(first.precision).name}, {"dims", none}});
    }

    engine_company company(engine_, {.threads = 1, .seed = 7}, all);
    std::string refused;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!company.refusals()[i].empty()) refused += "; " + label(all[i]) + ": " + company.refusals()[i];
    }
    line("a small shape of all that is offered is prepared",
         {refused.empty(), refused.empty() ? std::to_string(all.size()) + " in one company" : refused.substr(2)});
    check_results(company, all);
    check_times(company);
    {
      engine_company second(engine_, {.threads = 1, .seed = 8}, {first});
      second.run(1, 1);
      company.run(1, 2);
      line("two companies live beside each other", {true, ""});
    }
  }

  void check_results(engine_company& company, const std::vector<engine_workload>& all) {
    std::string wrong;
    const auto checks = company.check();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!checks[i] || checks[i]->ok()) continue;
      wrong += "; " + label(all[i]) + ": " + std::to_string(checks[i]->difference) + " beyond " +
               std::to_string(checks[i]->tolerance);
    }
    line("results are within their tolerances", {wrong.empty(), wrong.empty() ? "" : wrong.substr(2)});
  }

  void check_times(engine_company& company) {
    double operations = 0, extra = 0, total = 0;
    std::size_t none = 0;
    for (const engine_round& round : company.run_in_full(rounds_tried, 3)) {
      for (const double one : round.latency_s) {
        if (one == one) operations += one;
        none += one == 0 ? 1 : 0;
      }
      for (const engine_extra& one : round.extra) extra += one.latency_s;
      total += round.total_s;
    }
    const auto share = [&](double part) { return std::to_string(std::lround(100 * part / total)) + " %"; };
    const bool some = operations > 0 && total > 0;
    line("rounds have times",
         {some, some ? "of a round, operations take " + share(operations) + ", other steps " + share(extra) + "; " +
                           std::to_string(none) + " times are below the clock's resolution"
                     : "all are 0"});
  }

  void check_networks() {
    refuses("a network that is not there",
            R"({"request":"network","network":"/no/such/network","threads":1,"sizes":{},"rounds":1,"seed":1})");
  }

  void check_end() {
    engine_client::company_id id;
    engine_.prepare(1, 1, {}, id);
    engine_.release(id);
    refuses("a run of a released company", R"({"request":"run","id":")" + id.text + R"(","rounds":1,"seed":1})");
    line("it ends at bye", {engine_.close(), ""});
    process orphan(command_);
    orphan.close_input();
    std::string rest;
    const auto how = orphan.read_line(
        rest, std::chrono::steady_clock::now() +
                  std::chrono::duration_cast<std::chrono::steady_clock::duration>(limits_.hello + limits_.bye));
    line("it ends with its input", {how == process::outcome::ended, ""});
  }

  std::vector<engine_workload> one_of_each() const {
    std::vector<engine_workload> all;
    for (const engine_operation& one : engine_.info().operations) {
      for (const calib::precision p : one.precisions) {
        if (auto dims = small_shape(one.operation)) all.push_back({one.operation, p, std::move(*dims)});
      }
    }
    return all;
  }

  static std::string label(const engine_workload& one) {
    return one.operation + " " + std::string{facts(one.precision).name};
  }

  const std::string& command_;
  const engine_limits& limits_;
  const std::function<void(const conformance_line&)>& report_;
  engine_client engine_;
  bool passed_ = true;
};

}  // namespace

std::optional<std::vector<std::size_t>> small_shape(std::string_view operation) {
  struct size {
    std::string_view dimension;
    std::size_t value;
  };
  // Of the others, 16: a multiple of what vectors and groups ask for.
  constexpr std::array<size, 8> sizes{{{"stride", 1},
                                       {"dilation", 1},
                                       {"taps", 9},
                                       {"kernel", 3},
                                       {"group", 2},
                                       {"batch", 2},
                                       {"bytes", 4096},
                                       {"side", 8}}};
  std::vector<std::size_t> dims;
  const auto names = profile_io::dimensions_of(operation);
  if (!names) return std::nullopt;
  for (const std::string_view name : *names) {
    const auto* const known =
        std::find_if(sizes.begin(), sizes.end(), [&](const size& one) { return one.dimension == name; });
    dims.push_back(known == sizes.end() ? 16 : known->value);
  }
  return profile_io::problem_of(operation, dims) == nullptr ? std::optional(std::move(dims)) : std::nullopt;
}

bool check_engine(const std::string& command, const engine_limits& limits,
                  const std::function<void(const conformance_line&)>& report) {
  return conformance(command, limits, report).run();
}

}  // namespace calib::external
