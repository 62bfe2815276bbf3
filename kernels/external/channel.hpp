#pragma once
/// Requests and answers of the engine protocol (docs/engines.md), one JSON object on a line each, as yet without
/// meaning.

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "kernels/external/process.hpp"
#include "profile_io/json_value.hpp"

namespace calib::external {

class channel {
 public:
  using seconds = std::chrono::duration<double>;

  /// Starts the engine; `command` is for /bin/sh.
  explicit channel(std::string command);
  ~channel();
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  /// The members of an answer, which are valid until the next request, and how long the engine took.
  struct answer {
    profile_io::json_value content;
    std::string file;  ///< "the answer to run"
    seconds wall;
  };

  /// Sends a request and waits for its answer, at most for `limit`. The callback reads the answer: what it throws as
  /// profile_error is a fault of the answer, engine_protocol_error, and ends the engine. {ok:false} is engine_refused.
  /// Throws engine_timeout, engine_crashed, engine_protocol_error; before any answer, engine_start_error.
  template <class Read>
  auto ask(const nlohmann::ordered_json& request, seconds limit, Read&& read) {
    const std::string name = request.value("request", "");
    receive(request.dump(), name, limit);
    try {
      return read(answered());
    } catch (const profile_error& fault) {
      spoil(fault.what());
    }
  }

  /// The same with a line of any content, for tests of engines: whether the answer was {ok:true}.
  bool ask_anything(const std::string& line, const std::string& name, seconds limit);

  /// Closes the conversation: `bye`, and at most `limit` for the answer and for the engine to end by itself. Whether it
  /// did, with status 0.
  bool close(seconds limit) noexcept;

  const std::string& command() const noexcept { return command_; }
  /// Throws engine_protocol_error with `problem`, and ends the engine.
  [[noreturn]] void spoil(const std::string& problem);

 private:
  struct parsed;

  /// Leaves the answer in parsed_; throws engine_refused unless it is {ok:true}.
  void receive(const std::string& line, const std::string& name, seconds limit);
  answer answered() const;
  [[noreturn]] void fail_to_answer(process::outcome how, seconds limit);
  std::string with_stderr(const std::string& text);

  std::string command_, request_;
  process process_;
  std::unique_ptr<parsed> parsed_;
  seconds wall_{};
  bool has_answered_ = false;
  std::string gone_;  ///< why the engine was ended; empty while it lives
};

}  // namespace calib::external
