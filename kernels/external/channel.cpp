#include "kernels/external/channel.hpp"

#include <simdjson.h>

#include <utility>

#include "kernels/external/engine_error.hpp"

namespace calib::external {
namespace {

constexpr int no_such_command = 127, not_executable = 126;  // what /bin/sh ends with

/// The beginning of a line, as far as it can be shown.
std::string excerpt(std::string_view line) {
  constexpr std::size_t shown = 80;
  std::string text;
  for (const char one : line.substr(0, shown)) text += one >= ' ' && one <= '~' ? one : '?';
  return line.size() > shown ? text + "..." : text;
}

/// For the shell. It stays in front of an engine unless it is told not to, and its status would stand for a signal.
std::string shell_text(const std::string& command) {
  const bool assigns = command.find('=') < command.find(' ');
  const bool plain = !assigns && command.find_first_of(";|&()<>`$\n") == std::string::npos;
  return plain ? "exec " + command : command;
}

std::string seconds_text(channel::seconds limit) {
  std::string text = std::to_string(limit.count());
  text.erase(text.find_last_not_of('0') + 1);
  return (text.back() == '.' ? text + '0' : text) + " s";
}

}  // namespace

struct channel::parsed {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string file;
};

channel::channel(std::string command)
    : command_{std::move(command)}, process_{shell_text(command_)}, parsed_{std::make_unique<parsed>()} {}

channel::~channel() = default;

std::string channel::with_stderr(const std::string& text) {
  std::string tail = process_.stderr_tail();
  while (!tail.empty() && (tail.back() == '\n' || tail.back() == ' ')) tail.pop_back();
  return tail.empty() ? text : text + "; its last words on stderr:\n" + tail;
}

void channel::spoil(const std::string& problem) {
  gone_ = "it broke the protocol";
  process_.kill();
  throw engine_protocol_error(
      with_stderr("engine `" + command_ + "`, request " + request_ + ": " + problem +
                  "; docs/engines.md has the protocol, and `calib engine check` tries an engine"));
}

void channel::fail_to_answer(process::outcome how, seconds limit) {
  const std::string where = "engine `" + command_ + "`, request " + request_ + ": ";
  switch (how) {
    case process::outcome::late:
      gone_ = "it was late";
      process_.kill();
      throw engine_timeout(with_stderr(where + "no whole answer within " + seconds_text(limit) +
                                       ", so it was ended; ask for less at a time, or allow it more"));
    case process::outcome::too_long:
      spoil("a line of more than " + std::to_string(process::longest_line) + " bytes");
    default:
      break;
  }
  const std::string end = process_.exit_text();
  const int status = process_.exit_status();
  if (how == process::outcome::half && status == 0) spoil("it ended in the middle of a line");
  gone_ = "it " + end;
  process_.kill();
  if (!has_answered_ && (status == no_such_command || status == not_executable)) {
    throw engine_start_error(
        with_stderr("engine `" + command_ + "` could not be run; give the command that starts it"));
  }
  if (!has_answered_) {
    throw engine_start_error(with_stderr("engine `" + command_ + "` " + end +
                                         " before it answered; run the command by hand to see what it lacks"));
  }
  throw engine_crashed(with_stderr(where + "it " + end + " instead of answering"));
}

void channel::receive(const std::string& line, const std::string& name, seconds limit) {
  request_ = name;
  if (!gone_.empty()) {
    throw engine_crashed("engine `" + command_ + "`, request " + name + ": there is no engine any more, as " + gone_ +
                         "; start it again");
  }
  if (process_.has_unread()) spoil("it wrote a line before it was asked");
  const auto start = std::chrono::steady_clock::now();
  const deadline until = start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit);
  std::string text;
  process::outcome how = process_.write_line(line, until);
  // Its end says more than the failed write does, and it may have answered before it ended.
  if (how != process::outcome::late) how = process_.read_line(text, until);
  wall_ = std::chrono::steady_clock::now() - start;
  if (how != process::outcome::done) fail_to_answer(how, limit);
  has_answered_ = true;
  if (parsed_->parser.parse(text).get(parsed_->root) != simdjson::SUCCESS || !parsed_->root.is_object()) {
    spoil("the answer is no JSON object: " + excerpt(text));
  }
  bool good = false;
  if (parsed_->root["ok"].get(good) != simdjson::SUCCESS) spoil("the answer has no \"ok\": true or false");
  parsed_->file = "the answer to " + name;
  if (good) return;
  std::string_view reason;
  if (parsed_->root["error"].get(reason) != simdjson::SUCCESS || reason.empty()) {
    spoil("it refuses without a reason: \"error\" must be text");
  }
  throw engine_refused("engine `" + command_ + "` refuses " + name + ": " + std::string{reason});
}

channel::answer channel::answered() const {
  return {.content = profile_io::json_value(parsed_->root, "", parsed_->file), .file = parsed_->file, .wall = wall_};
}

bool channel::ask_anything(const std::string& line, const std::string& name, seconds limit) {
  try {
    receive(line, name, limit);
  } catch (const engine_refused&) {
    return false;
  }
  return true;
}

bool channel::close(seconds limit) noexcept {
  if (!gone_.empty()) return false;
  bool ended_well = false;
  try {
    const bool answered = ask_anything(R"({"request":"bye"})", "bye", limit);
    std::string rest;
    const auto until =
        std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit);
    if (process_.read_line(rest, until) == process::outcome::ended) process_.exit_text();
    ended_well = answered && process_.exit_status() == 0;
  } catch (...) {  // it is ended in either case
  }
  gone_ = "it was closed";
  process_.kill();
  return ended_well;
}

}  // namespace calib::external
