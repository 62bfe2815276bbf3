#pragma once
/// Walking through the subcommands and options of the command line.

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace calib::tool {

std::vector<const CLI::App*> subcommands_of(const CLI::App& app);

/// Null where there is none of this name.
const CLI::App* subcommand_named(const CLI::App& app, std::string_view name);

/// "--batch", ...: of the subcommand and of all it is part of.
std::vector<std::string> options_of(const CLI::App* app);

}  // namespace calib::tool
