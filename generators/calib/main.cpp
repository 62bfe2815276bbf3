/// `calib`: measures what a machine achieves per operation, keeps it as a profile, and answers from profiles.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <span>
#include <stdexcept>
#include <string>

#include "calib/version.hpp"
#include "command.hpp"
#include "completion.hpp"
#include "exit_code.hpp"
#include "nearest_word.hpp"

namespace {

calib::tool::exit_code run(int argc, char** argv) {
  using namespace calib::tool;
  CLI::App app{"Measures how long operations take on this machine, and answers from such measurements.", "calib"};
  app.set_version_flag("--version", "calib " CALIB_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  global_options global{.argv = argv};
  app.add_flag("-q,--quiet", global.quiet, "no progress and no notes on stderr");
  app.add_flag("-v,--verbose", global.verbosity, "say more; twice: say most");
  action chosen;
  for (const auto add :
       {add_detect, add_run, add_show, add_report, add_compare, add_doctor, add_merge, add_estimate, add_evaluate,
        add_validate, add_header, add_import, add_datasheet, add_network, add_engine, add_completion, add_help}) {
    add(app, global, chosen);
  }
  // Set last: subcommands would take it over.
  app.footer(
      "Exit status: 0 done, 1 failed, 2 wrong usage, 3 below the required quality, 4 beyond the threshold, "
      "5 invalid profile, 130 interrupted.");
  const auto words = std::span<const char* const>(argv, static_cast<std::size_t>(argc)).subspan(1);
  if (!words.empty() && words.front() == completion_word) {
    fmt::print("{}", fmt::join(completions(app, words.subspan(1)), "\n"));
    return ok;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {  // --help is one, too
    if (app.exit(fault) == 0) return ok;
    const std::string unknown = nearest_word(app, words);
    if (!unknown.empty()) fmt::print(stderr, "calib: {}\n", unknown);
    return usage;
  }
  return chosen();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const calib::tool::exit_code status = run(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw std::runtime_error("cannot write to stdout");
    return status;
  } catch (const std::exception& fault) {
    fmt::print(stderr, "calib: {}\n", fault.what());
    return calib::tool::status_after(fault);
  }
}
