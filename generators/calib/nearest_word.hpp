#pragma once
/// What a word on the command line may have been meant as.

#include <CLI/CLI.hpp>
#include <span>
#include <string>

namespace calib::tool {

/// The first word that is no subcommand or option where it stands, and what is nearest to it: "there is no subcommand
/// 'estimte' (did you mean estimate?)". Empty where all are known, as values are not judged.
std::string nearest_word(const CLI::App& app, std::span<const char* const> words);

}  // namespace calib::tool
