#include "arguments.hpp"

#include <cstddef>
#include <string_view>

#include "profile_io/identifier.hpp"
#include "usage_error.hpp"

namespace calib::header_tool {
arguments parse(std::span<const char* const> words) {
  arguments result;
  bool options_ended = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    const auto value = [&]() -> std::string {
      if (i + 1 == words.size()) throw usage_error(std::string(word) + " needs a value");
      return words[++i];
    };
    if (options_ended || word.empty() || word.front() != '-') {
      if (!result.input.empty()) throw usage_error("more than one file given");
      result.input = word;
      if (word.empty()) throw usage_error("the file's name is empty");
    } else if (word == "--") {
      options_ended = true;
    } else if (word == "-h" || word == "--help") {
      result.action = action::help;
      return result;
    } else if (word == "--version") {
      result.action = action::version;
      return result;
    } else if (word == "--network") {
      result.action = action::generate_network;
    } else if (word == "-v" || word == "--verbose") {
      result.verbose = true;
    } else if (word == "-o" || word == "--output") {
      result.output = value();
    } else if (word == "--id") {
      result.id = value();
      if (!profile_io::is_identifier(result.id)) throw usage_error("--id " + result.id + " cannot be a name in C++");
    } else {
      throw usage_error("unknown option " + std::string(word));
    }
  }
  if (result.input.empty()) throw usage_error("no file given");
  if (result.input.ends_with(".onnx")) {
    throw usage_error(result.input + " is a model: make a network file of it with `calib network import " +
                      result.input + " -o NETWORK.json`, and give that with --network");
  }
  return result;
}

}  // namespace calib::header_tool
