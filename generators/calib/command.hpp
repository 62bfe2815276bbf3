#pragma once
/// What the subcommands of `calib` share: how one is added, and what the options before it say.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "exit_code.hpp"

namespace calib::tool {

struct global_options {
  bool quiet = false;  ///< no progress, no notes
  int verbosity = 0;   ///< -v: more of what happens
  char** argv = nullptr;
};

/// What main runs when the user has named a subcommand.
using action = std::function<exit_code()>;

/// Each adds its subcommand to `app`, and sets `chosen` when the user names it.
void add_detect(CLI::App& app, const global_options& global, action& chosen);
void add_run(CLI::App& app, const global_options& global, action& chosen);
void add_show(CLI::App& app, const global_options& global, action& chosen);
void add_doctor(CLI::App& app, const global_options& global, action& chosen);
void add_completion(CLI::App& app, const global_options& global, action& chosen);
void add_compare(CLI::App& app, const global_options& global, action& chosen);
void add_engine(CLI::App& app, const global_options& global, action& chosen);
void add_estimate(CLI::App& app, const global_options& global, action& chosen);
void add_evaluate(CLI::App& app, const global_options& global, action& chosen);
void add_datasheet(CLI::App& app, const global_options& global, action& chosen);
void add_header(CLI::App& app, const global_options& global, action& chosen);
void add_help(CLI::App& app, const global_options& global, action& chosen);
void add_import(CLI::App& app, const global_options& global, action& chosen);
void add_merge(CLI::App& app, const global_options& global, action& chosen);
void add_network(CLI::App& app, const global_options& global, action& chosen);
void add_report(CLI::App& app, const global_options& global, action& chosen);
void add_validate(CLI::App& app, const global_options& global, action& chosen);

}  // namespace calib::tool
