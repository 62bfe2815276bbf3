#pragma once
/// An engine as the user names it: a shipped one with its options, or any command.

#include <string>
#include <vector>

namespace calib::tool {

/// The names of the shipped engines.
std::vector<std::string> shipped_engines();

/// The command that starts it: of "pytorch --mode script", the interpreter, the shipped file and the options; of others
/// the text as it is, for /bin/sh.
std::string engine_command(const std::string& text);

}  // namespace calib::tool
