#include "calibration/launches.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace calib::calibration {
namespace {

// Exit status of a child whose work the next launch continues; "try again" in sysexits.h.
constexpr int to_be_continued = 75;

int become(std::vector<std::string> command) {
  std::vector<char*> words;
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
  throw std::system_error(errno, std::generic_category(), "starting " + command.front() + " again");
}

}  // namespace

std::vector<std::string> next_command(const launch& now) {
  const std::string given = std::string(launch_option) + "=";
  std::vector<std::string> command = now.command;
  std::erase_if(command, [&](const std::string& word) { return word.starts_with(given); });
  command.push_back(given + std::to_string(now.number + 1));
  return command;
}

process_calls system_calls(supervisor& watch) {
  return {.start_child = [&watch] { return watch.start(); }, .become = become};
}

int run_launch(const launch& now, const process_calls& calls, const std::function<std::optional<int>()>& work) {
  const std::optional<int> of_child = calls.start_child();
  if (!of_child) return work().value_or(to_be_continued);
  return *of_child == to_be_continued ? calls.become(next_command(now)) : *of_child;
}

}  // namespace calib::calibration
