#pragma once
/// The command line of calib-header, read by hand: a host tool of cross builds should need nothing but simdjson.

#include <span>
#include <string>

namespace calib::header_tool {

enum class action { generate, generate_network, help, version };

struct arguments {
  header_tool::action action = header_tool::action::generate;
  std::string input;   ///< path of the JSON
  std::string output;  ///< path of the header; empty for stdout
  std::string id;      ///< name in C++; empty for the id that the JSON carries
  bool verbose = false;
};

/// Reads the arguments behind the program's name. Throws usage_error.
arguments parse(std::span<const char* const> words);

}  // namespace calib::header_tool
