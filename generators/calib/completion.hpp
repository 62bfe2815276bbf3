#pragma once
/// What a shell offers when Tab is pressed.

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calib::tool {

/// As the first argument, in place of a subcommand: print, a line each, what may stand in the place of the last word.
inline constexpr std::string_view completion_word = "__complete";

/// Subcommands, options, and the words that an option or argument knows: operations, precisions, shipped profiles and
/// networks, engines, fixed choices. Those that begin as the last of `words` does; none where only a file can stand.
std::vector<std::string> completions(const CLI::App& app, std::span<const char* const> words);

/// What makes bash, zsh or fish ask this program; empty for another shell.
std::string_view completion_script(std::string_view shell);

}  // namespace calib::tool
